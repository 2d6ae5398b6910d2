package org.interfuse.comparison;

import java.util.Arrays;
import java.util.Comparator;
import org.interfuse.preprocessing.PreparedCohort;

/** How long a fitted candidate takes to predict one subject. */
final class Latency {
  private static final int TIMES = 5;
  private static final double ENOUGH_MILLIS = 1000;

  private Latency() {}

  /**
   * The median of a few predictions of one subject, in milliseconds, on features that are prepared
   * already, the subject's alone: nothing is merged for others, and no score of wide columns is
   * known from before. One prediction that takes a second is enough. Other fits may run at the same
   * time.
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
    int count = 0;
    for (double spent = 0; count < TIMES && spent < ENOUGH_MILLIS; spent += millis[count++]) {
      PreparedCohort alone = data.apart(one);
      long started = System.nanoTime();
      predictor.predict(alone, new int[] {0});
      millis[count] = (System.nanoTime() - started) / 1e6;
    }
    Arrays.sort(millis, 0, count);
    return millis[count / 2];
  }
}
