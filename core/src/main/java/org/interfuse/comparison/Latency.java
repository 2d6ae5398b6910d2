package org.interfuse.comparison;

import java.util.Arrays;
import java.util.Comparator;
import org.interfuse.preprocessing.PreparedCohort;

/** How long a fitted candidate takes to predict one subject. */
final class Latency {
  private static final int TIMES = 5;

  private Latency() {}

  /**
   * The median of a few predictions of one subject, in milliseconds, on features that are prepared
   * already. Other fits may run at the same time.
   *
   * @param subjects who may be asked for; the first of those with most modalities is
   * @return NaN where nobody has one
   */
  static double millis(Masking.Predictor predictor, PreparedCohort data, int[] subjects) {
    int[] found = Availability.found(data.cohort());
    int[] one =
        Arrays.stream(subjects)
            .filter(data::hasAny)
            .boxed()
            .max(
                Comparator.comparingInt((Integer subject) -> Integer.bitCount(found[subject]))
                    .thenComparing(Comparator.reverseOrder()))
            .stream()
            .mapToInt(Integer::intValue)
            .toArray();
    if (one.length == 0) {
      return Double.NaN;
    }
    double[] millis = new double[TIMES];
    for (int i = 0; i < TIMES; i++) {
      long started = System.nanoTime();
      predictor.predict(data, one);
      millis[i] = (System.nanoTime() - started) / 1e6;
    }
    Arrays.sort(millis);
    return millis[TIMES / 2];
  }
}
