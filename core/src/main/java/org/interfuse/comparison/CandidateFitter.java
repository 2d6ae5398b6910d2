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
   * Where a candidate is fitted.
   *
   * @param data prepared with what was fitted on the fold's training subjects
   * @param index of the fold
   * @param repetition which seed, from 0
   */
  record Place(PreparedCohort data, Fold fold, int index, int repetition) {}

  /** Fits and predicts. */
  Outcome fit(CandidateSpec candidate, Place place) {
    long started = System.nanoTime();
    if (candidate instanceof NetworkCandidate network) {
      Tuner tuner = new Tuner(trainer(network, place), tuning.of(network.name()));
      int[] train = place.fold().train();
      try (NetworkFit fit = tuner.fit(place.data(), train, groups, own(candidate, place))) {
        return outcome(network, place, fit, 0, started);
      }
    }
    return fit(
        (BaselineCandidate) candidate,
        place.data(),
        place.fold(),
        place.index(),
        own(candidate, place),
        started);
  }

  /** How many fits of a candidate may be made at once. */
  int fitsAtOnce(NetworkCandidate candidate, Place place) {
    return trainer(candidate, place)
        .fitsAtOnce(place.data(), place.fold().train(), groups, own(candidate, place));
  }

  /** The same as {@link #fit} of each place, trained at once; their time is shared evenly. */
  List<Outcome> fitAtOnce(NetworkCandidate candidate, List<Place> places) {
    long started = System.nanoTime();
    List<NetworkTrainer.Request> requests =
        places.stream()
            .map(
                place ->
                    new NetworkTrainer.Request(
                        trainer(candidate, place),
                        place.data(),
                        place.fold().train(),
                        groups,
                        own(candidate, place)))
            .toList();
    List<NetworkFit> fits = NetworkTrainer.fitAtOnce(candidate.name(), requests);
    double share = secondsSince(started) / places.size();
    try {
      List<Outcome> outcomes = new ArrayList<>();
      for (int i = 0; i < places.size(); i++) {
        outcomes.add(outcome(candidate, places.get(i), fits.get(i), share, System.nanoTime()));
      }
      return outcomes;
    } finally {
      fits.forEach(NetworkFit::close);
    }
  }

  private Seed own(CandidateSpec candidate, Place place) {
    return seed.at(candidate.name()).at("fold", place.index()).at("seed", place.repetition());
  }

  private NetworkTrainer trainer(NetworkCandidate network, Place place) {
    return new NetworkTrainer(
        "%s, %s".formatted(network.name(), place.fold().name()),
        network.model(),
        network.training(),
        progress,
        log.of(new FitLog.Fit(network.name(), place.fold(), place.repetition())),
        store.checkpoints(new FitKey(network.name(), place.index(), place.repetition())));
  }

  /** What a trained network says of the test part; to {@code seconds} comes what passed since. */
  private Outcome outcome(
      NetworkCandidate candidate, Place place, NetworkFit fit, double seconds, long since) {
    Network.Predicted predicted = fit.network().predict(place.data(), place.fold().test());
    Outcome outcome =
        new Outcome(
            place.index(),
            place.repetition(),
            predicted.predictions(),
            predicted.byPrior(),
            fit.bestEpochs(),
            fit.network().parameterCount(),
            seconds + secondsSince(since),
            fit.choices());
    return examined(
        candidate,
        place.data(),
        place.fold(),
        outcome.withMemory(fit.network().bytes()),
        (some, subjects) -> fit.network().predict(some, subjects).predictions());
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
