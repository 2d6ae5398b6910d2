package org.interfuse.comparison;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import org.interfuse.evaluation.Metrics;
import org.interfuse.target.Prediction;
import org.interfuse.target.Target;

/**
 * Judges predictions of some test subjects by the primary metric.
 *
 * @param found per test subject which modalities it has
 * @param subjects places in the test part; one may stand there more than once
 */
record MaskedJudge(int[] found, int[] subjects) {
  /**
   * The primary metric over any of the test subjects.
   *
   * @param truth of the test part
   * @param training of the training part
   * @param prediction of the test part
   */
  static ToDoubleFunction<int[]> primary(Target truth, Target training, Prediction prediction) {
    return Metrics.primary(truth.schema()).onSamples(truth, prediction, training);
  }

  /** The metric of those of the subjects who have all of {@code owned}. */
  double metric(ToDoubleFunction<int[]> primary, int owned) {
    return primary.applyAsDouble(
        Arrays.stream(subjects).filter(i -> Availability.includes(found[i], owned)).toArray());
  }
}
