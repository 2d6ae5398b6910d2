package org.interfuse.comparison;

import java.util.List;

/**
 * The primary metric of one target on one test part, when modalities are masked away at prediction.
 * Every array has one figure for each availability pattern, a bit mask of modalities in the
 * cohort's order; NaN where it is undefined.
 *
 * @param whole on all test subjects, each with what it has of the pattern; one who has nothing of
 *     it is predicted by the training prior
 * @param induced on the test subjects who have all of the pattern
 * @param complete on the test subjects who have every modality
 * @param deployed on the test subjects who have every modality that the deployment names; only for
 *     patterns with all modalities that it does not name, each subject having those that it has
 */
public record MaskedMetrics(
    double[] whole, double[] induced, double[] complete, double[] deployed) {

  static MaskedMetrics undefined(int patterns) {
    double[][] arrays = new double[4][patterns];
    List.of(arrays).forEach(array -> java.util.Arrays.fill(array, Double.NaN));
    return new MaskedMetrics(arrays[0], arrays[1], arrays[2], arrays[3]);
  }
}
