package org.interfuse.comparison;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.interfuse.cohort.Fold;
import org.interfuse.preprocessing.PreparedCohort;
import org.interfuse.target.Prediction;
import org.interfuse.target.Target;

/**
 * Predicts a test part with modalities masked away, under every availability pattern, while the
 * fitted candidate is in memory. Of each pattern the primary metrics are kept and, over several
 * folds, the predictions forgotten, so what is kept does not grow with the number of subjects. Of a
 * single split they are kept: its intervals are drawn from them.
 */
final class Masking {
  /** A fitted candidate: one prediction a target for some subjects of a prepared cohort. */
  interface Predictor {
    List<Prediction> predict(PreparedCohort data, int[] subjects);
  }

  private final PreparedCohort test;
  private final List<Target> training;
  private final Availability availability;
  private final int named;
  private final boolean keeps;

  /**
   * Looks at nothing yet.
   *
   * @param data every subject, prepared
   * @param keeps whether predictions are kept, so that subjects can be drawn from them
   */
  Masking(PreparedCohort data, Fold fold, Deployment deployment, boolean keeps) {
    this.test = data.of(fold.test());
    this.training = data.cohort().targets().stream().map(t -> t.select(fold.train())).toList();
    this.availability = Availability.of(data.cohort());
    this.named = availability.patternOf(deployment.available().keySet());
    this.keeps = keeps;
  }

  /**
   * The metrics under every pattern, one a target.
   *
   * @param plain what was predicted with nothing masked
   */
  List<MaskedMetrics> metrics(Predictor predictor, List<Prediction> plain) {
    int[] all = IntStream.range(0, test.cohort().size()).toArray();
    MaskedJudge judge = new MaskedJudge(Availability.found(test.cohort()), all);
    List<Target> truth = test.cohort().targets();
    List<MaskedMetrics> metrics = new ArrayList<>();
    List<List<Prediction>> kept = new ArrayList<>();
    for (int t = 0; t < training.size(); t++) {
      metrics.add(MaskedMetrics.undefined(availability.patterns(), named));
      kept.add(new ArrayList<>());
    }
    for (int pattern = 0; pattern < availability.patterns(); pattern++) {
      List<Prediction> predictions =
          pattern == availability.full()
              ? plain
              : predictor.predict(test.withOnly(availability.flags(pattern)), all);
      for (int t = 0; t < predictions.size(); t++) {
        ToDoubleFunction<int[]> primary =
            MaskedJudge.primary(truth.get(t), training.get(t), predictions.get(t));
        metrics.get(t).judge(primary, pattern, availability, judge);
        if (keeps) {
          kept.get(t).add(ranking(predictions.get(t)));
        }
      }
    }
    return IntStream.range(0, metrics.size())
        .mapToObj(t -> metrics.get(t).keeping(kept.get(t)))
        .toList();
  }

  /** Of survival the risks, which are all that its primary metric asks for. */
  private static Prediction ranking(Prediction prediction) {
    return prediction instanceof Prediction.Survival survival
        ? Prediction.Survival.ofRisk(survival.risk())
        : prediction;
  }
}
