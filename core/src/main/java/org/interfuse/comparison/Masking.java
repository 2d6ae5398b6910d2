package org.interfuse.comparison;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.interfuse.cohort.Fold;
import org.interfuse.evaluation.Metric;
import org.interfuse.evaluation.Metrics;
import org.interfuse.preprocessing.PreparedCohort;
import org.interfuse.target.Prediction;
import org.interfuse.target.Target;

/**
 * Predicts a test part with modalities masked away, under every availability pattern, while the
 * fitted candidate is in memory. Of each pattern the primary metrics are kept and the predictions
 * forgotten, so what is kept does not grow with the number of subjects.
 */
final class Masking {
  /** A fitted candidate: one prediction a target for some subjects of a prepared cohort. */
  interface Predictor {
    List<Prediction> predict(PreparedCohort data, int[] subjects);
  }

  private final PreparedCohort test;
  private final List<Target> training;
  private final Availability availability;
  private final int[] found;
  private final int named;

  /**
   * Looks at nothing yet.
   *
   * @param data every subject, prepared
   */
  Masking(PreparedCohort data, Fold fold, Deployment deployment) {
    this.test = data.of(fold.test());
    this.training = data.cohort().targets().stream().map(t -> t.select(fold.train())).toList();
    this.availability = Availability.of(data.cohort());
    this.found = Availability.found(test.cohort());
    this.named = availability.patternOf(deployment.available().keySet());
  }

  /**
   * The metrics under every pattern, one a target.
   *
   * @param plain what was predicted with nothing masked
   */
  List<MaskedMetrics> metrics(Predictor predictor, List<Prediction> plain) {
    List<MaskedMetrics> metrics = new ArrayList<>();
    training.forEach(t -> metrics.add(MaskedMetrics.undefined(availability.patterns())));
    int[] all = IntStream.range(0, found.length).toArray();
    for (int pattern = 0; pattern < availability.patterns(); pattern++) {
      List<Prediction> predictions =
          pattern == availability.full()
              ? plain
              : predictor.predict(test.withOnly(availability.flags(pattern)), all);
      for (int t = 0; t < predictions.size(); t++) {
        judge(t, predictions.get(t), pattern, metrics.get(t));
      }
    }
    return metrics;
  }

  private void judge(int t, Prediction prediction, int pattern, MaskedMetrics metrics) {
    int all = availability.full();
    metrics.whole()[pattern] = metric(t, prediction, 0);
    metrics.induced()[pattern] = metric(t, prediction, pattern);
    metrics.complete()[pattern] = metric(t, prediction, all);
    if (Availability.includes(pattern, all & ~named)) {
      metrics.deployed()[pattern] = metric(t, prediction, named);
    }
  }

  /** The primary metric on those subjects who have all of {@code owned}. */
  private double metric(int t, Prediction prediction, int owned) {
    int[] places = Availability.placesWith(found, owned);
    Target truth = test.cohort().targets().get(t);
    Metric metric = Metrics.primary(truth.schema());
    return metric.compute(truth.select(places), prediction.select(places), training.get(t));
  }
}
