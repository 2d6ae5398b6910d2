package org.interfuse.comparison;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.interfuse.baseline.FittedBaseline;
import org.interfuse.cohort.Fold;
import org.interfuse.model.Network;
import org.interfuse.preprocessing.PreparedCohort;
import org.interfuse.progress.Progress;
import org.interfuse.target.Prediction;
import org.interfuse.target.Target;
import org.interfuse.tensor.Seed;
import org.interfuse.training.NetworkFit;
import org.interfuse.training.NetworkTrainer;
import org.interfuse.training.Tuner;
import org.jspecify.annotations.Nullable;

/**
 * Fits one candidate on the training part of a fold and predicts its test part.
 *
 * @param single whether the fold is the only one, so that intervals are drawn from its predictions
 */
record CandidateFitter(
    int @Nullable [] groups,
    Seed seed,
    Progress progress,
    FitLog log,
    FitStore store,
    Examination examination,
    boolean single,
    Tuning tuning) {
  /**
   * Fits and predicts.
   *
   * @param data prepared with what was fitted on the fold's training subjects
   * @param index of the fold
   * @param repetition which seed, from 0
   */
  Outcome fit(CandidateSpec candidate, PreparedCohort data, Fold fold, int index, int repetition) {
    Seed own = seed.at(candidate.name()).at("fold", index).at("seed", repetition);
    long started = System.nanoTime();
    if (candidate instanceof NetworkCandidate network) {
      NetworkTrainer trainer =
          new NetworkTrainer(
              "%s, %s".formatted(network.name(), fold.name()),
              network.model(),
              network.training(),
              progress,
              log.of(new FitLog.Fit(candidate.name(), fold, repetition)),
              store.checkpoints(new FitKey(network.name(), index, repetition)));
      Tuner tuner = new Tuner(trainer, tuning.of(network.name()));
      try (NetworkFit fit = tuner.fit(data, fold.train(), groups, own)) {
        Network.Predicted predicted = fit.network().predict(data, fold.test());
        Outcome outcome =
            new Outcome(
                index,
                repetition,
                predicted.predictions(),
                predicted.byPrior(),
                fit.bestEpochs(),
                fit.network().parameterCount(),
                secondsSince(started),
                fit.choices());
        return examined(
            candidate,
            data,
            fold,
            outcome.withMemory(fit.network().bytes()),
            (some, subjects) -> fit.network().predict(some, subjects).predictions());
      }
    }
    return fit((BaselineCandidate) candidate, data, fold, index, own, started);
  }

  private Outcome fit(
      BaselineCandidate candidate,
      PreparedCohort data,
      Fold fold,
      int index,
      Seed seed,
      long started) {
    List<FittedBaseline> fits = new ArrayList<>();
    Map<String, String> choices = new HashMap<>();
    for (Target target : data.cohort().targets()) {
      FittedBaseline fitted =
          candidate.baseline().fit(data, target, fold.train(), groups, seed.at(target.name()));
      fits.add(fitted);
      fitted.describe().forEach((key, value) -> choices.put(target.name() + " " + key, value));
    }
    Masking.Predictor predictor =
        (cohort, subjects) ->
            fits.stream().map(fitted -> fitted.predict(cohort, subjects)).toList();
    List<Prediction> predictions = predictor.predict(data, fold.test());
    boolean[] byPrior = new boolean[fold.test().length];
    for (int i = 0; i < byPrior.length; i++) {
      byPrior[i] = !data.hasAny(fold.test()[i]);
    }
    Outcome outcome =
        new Outcome(index, 0, predictions, byPrior, List.of(), 0, secondsSince(started), choices);
    long bytes = fits.stream().mapToLong(FittedBaseline::bytes).sum();
    return examined(candidate, data, fold, outcome.withMemory(bytes), predictor);
  }

  /** With its latency, and its predictions under every availability pattern if that is asked. */
  private Outcome examined(
      CandidateSpec candidate,
      PreparedCohort data,
      Fold fold,
      Outcome outcome,
      Masking.Predictor predictor) {
    Outcome timed = outcome.withLatency(Latency.millis(predictor, data, fold.test()));
    if (!examination.candidates().contains(candidate.name())) {
      return timed;
    }
    Masking masking = new Masking(data, fold, examination.deployment(), single);
    return timed.withMasked(masking.metrics(predictor, outcome.predictions()));
  }

  private static double secondsSince(long started) {
    return (System.nanoTime() - started) / 1e9;
  }
}
