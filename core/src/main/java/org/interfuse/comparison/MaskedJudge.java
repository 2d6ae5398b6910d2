package org.interfuse.comparison;

import java.util.Arrays;
import org.interfuse.evaluation.Metric;
import org.interfuse.evaluation.Metrics;
import org.interfuse.target.Prediction;
import org.interfuse.target.Target;

/**
 * Judges predictions of some test subjects by the primary metric.
 *
 * @param truth of the test part
 * @param training of the training part
 * @param found per test subject which modalities it has
 * @param subjects places in the test part; one may stand there more than once
 */
record MaskedJudge(Target truth, Target training, int[] found, int[] subjects) {
  /**
   * The metric of those of the subjects who have all of {@code owned}.
   *
   * @param prediction of the test part
   */
  double metric(Prediction prediction, int owned) {
    int[] places =
        Arrays.stream(subjects).filter(i -> Availability.includes(found[i], owned)).toArray();
    Metric metric = Metrics.primary(truth.schema());
    return metric.compute(truth.select(places), prediction.select(places), training);
  }
}
