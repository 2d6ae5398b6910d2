package org.interfuse.evaluation;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.interfuse.tensor.Seed;

/** Percentile bootstrap intervals (Efron 1979) of figures that are no metrics. */
public final class SubjectBootstrap {
  private SubjectBootstrap() {}

  /**
   * A figure of n subjects, who are drawn with replacement.
   *
   * @param figure of the subjects drawn, numbers from 0 to n − 1
   * @param resamples at least 1; resample r draws from {@code seed.at("resample", r)}
   * @param level confidence level, between 0 and 1
   * @return without an interval where there are fewer than two subjects
   */
  public static Estimate of(
      int n, ToDoubleFunction<int[]> figure, int resamples, double level, Seed seed) {
    int[] drawn = new int[n];
    Arrays.setAll(drawn, i -> i);
    double value = figure.applyAsDouble(drawn);
    if (n < 2 || Double.isNaN(value)) {
      return Estimate.withoutInterval(value, level, 0);
    }
    double[] values = new double[resamples];
    for (int r = 0; r < resamples; r++) {
      SplittableRandom random = seed.at("resample", r).random();
      Arrays.setAll(drawn, i -> random.nextInt(n));
      values[r] = figure.applyAsDouble(drawn);
    }
    double[] defined = Arrays.stream(values).filter(v -> !Double.isNaN(v)).sorted().toArray();
    if (2 * defined.length < resamples) {
      return Estimate.withoutInterval(value, level, defined.length);
    }
    double tail = (1 - level) / 2;
    return new Estimate(
        value,
        Intervals.quantile(defined, tail),
        Intervals.quantile(defined, 1 - tail),
        level,
        defined.length);
  }
}
