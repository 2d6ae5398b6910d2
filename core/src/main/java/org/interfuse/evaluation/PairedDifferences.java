package org.interfuse.evaluation;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Differences of one metric between two candidates on the same folds, first minus second.
 *
 * @param values one per fold in which both are defined
 * @param testToTrain mean over these folds of test subjects over training subjects
 * @param correlation mean over these folds of test subjects over all, ρ of Nadeau and Bengio
 * @param dropped folds in which at least one of the two is NaN
 * @param constant whether all differ by no more than the rounding of the metric's values
 */
public record PairedDifferences(
    double[] values, double testToTrain, double correlation, int dropped, boolean constant) {
  private static final double ROUNDING = 1e-12;

  /**
   * Pairs two candidates fold by fold; folds where one of them is NaN are dropped for both.
   *
   * @param first [fold]
   * @param second [fold]
   * @param test per fold its number of test subjects
   * @param train per fold its number of training subjects, 1 or more
   */
  public static PairedDifferences of(double[] first, double[] second, int[] test, int[] train) {
    int folds = first.length;
    if (second.length != folds || test.length != folds || train.length != folds) {
      throw new IllegalArgumentException(
          "both candidates need the same folds; found %d and %d figures, %d and %d sizes"
              .formatted(folds, second.length, test.length, train.length));
    }
    int[] kept =
        IntStream.range(0, folds)
            .filter(f -> !Double.isNaN(first[f]) && !Double.isNaN(second[f]))
            .toArray();
    double[] values = Arrays.stream(kept).mapToDouble(f -> first[f] - second[f]).toArray();
    double scale =
        Arrays.stream(kept)
            .mapToDouble(f -> Math.max(Math.abs(first[f]), Math.abs(second[f])))
            .max()
            .orElse(0);
    return new PairedDifferences(
        values,
        mean(kept, f -> (double) test[f] / train[f]),
        mean(kept, f -> (double) test[f] / (test[f] + train[f])),
        folds - kept.length,
        range(values) <= ROUNDING * scale);
  }

  /** How many folds are compared. */
  public int count() {
    return values.length;
  }

  /** NaN where no fold is compared. */
  public double mean() {
    return Arrays.stream(values).average().orElse(Double.NaN);
  }

  /** Sample variance; NaN of fewer than two folds. */
  double variance() {
    double mean = mean();
    double squares = Arrays.stream(values).map(value -> (value - mean) * (value - mean)).sum();
    return values.length < 2 ? Double.NaN : squares / (values.length - 1);
  }

  /** Whether the two candidates have the same figure on every fold, up to rounding. */
  public boolean identical() {
    return constant && Arrays.stream(values).anyMatch(value -> value == 0);
  }

  private static double mean(int[] folds, java.util.function.IntToDoubleFunction value) {
    return Arrays.stream(folds).mapToDouble(value).average().orElse(Double.NaN);
  }

  private static double range(double[] values) {
    return Arrays.stream(values).max().orElse(0) - Arrays.stream(values).min().orElse(0);
  }
}
