package org.interfuse.evaluation;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.distribution.TDistribution;
import org.interfuse.target.Prediction;
import org.interfuse.target.Target;
import org.interfuse.tensor.Seed;
import org.jspecify.annotations.Nullable;

/** Confidence intervals of a metric. */
public final class Intervals {
  private Intervals() {}

  /**
   * Mean over folds with a t interval, its variance corrected for training sets that overlap
   * (Nadeau and Bengio 2003): mean ± t_{J-1} √(s² (1/J + n_test/n_train)), J the folds of all
   * repeats, s² their sample variance and n_test/n_train the mean ratio. Ends are not cut to the
   * metric's range: {@link Estimate#within} does that.
   *
   * @param perFold the metric per fold; folds where it is NaN are left out
   * @param testToTrainRatio per fold test subjects over training subjects
   * @param level confidence level, between 0 and 1
   * @return without an interval where fewer than two folds are defined
   */
  public static Estimate overFolds(double[] perFold, double[] testToTrainRatio, double level) {
    Estimate.checkLevel(level);
    if (perFold.length != testToTrainRatio.length) {
      throw new IllegalArgumentException(
          "each fold needs a ratio; found "
              + perFold.length
              + " folds and "
              + testToTrainRatio.length
              + " ratios");
    }
    int[] defined = definedFolds(perFold);
    double mean = Arrays.stream(defined).mapToDouble(f -> perFold[f]).average().orElse(Double.NaN);
    if (defined.length < 2) {
      return Estimate.withoutInterval(mean, level, defined.length);
    }
    int count = defined.length;
    double squares =
        Arrays.stream(defined).mapToDouble(f -> (perFold[f] - mean) * (perFold[f] - mean)).sum();
    double ratio = Arrays.stream(defined).mapToDouble(f -> testToTrainRatio[f]).sum() / count;
    double standardError = Math.sqrt(squares / (count - 1) * (1.0 / count + ratio));
    double half = standardError * quantileOfT(count - 1, level);
    return new Estimate(mean, mean - half, mean + half, level, count);
  }

  /**
   * The metric on one split with a percentile bootstrap interval (Efron 1979). Subjects who have
   * the target, or whole groups of them, are drawn with replacement within strata: the class,
   * whether the event was seen, one stratum otherwise; a group belongs to the stratum of most of
   * its subjects. Resample r draws from {@code seed.at("resample", r)}, so more resamples extend
   * fewer.
   *
   * <p>It holds the training rows fixed: it says how sure the figure is for this fitted model, not
   * for another training sample. Where every subject is judged perfectly, all resamples agree and
   * the interval has no width: then it understates.
   *
   * @param groups per subject the number of its group (for example the patient of a slide), or null
   *     where each subject is its own
   * @param resamples how many, at least 1; 1,000 or more for a stable 95 % interval
   * @param level confidence level, between 0 and 1
   * @return without an interval where the metric is undefined on all subjects or on over half of
   *     the resamples, or fewer than two groups have the target
   */
  public static Estimate bootstrap(
      Metric metric,
      Target truth,
      Prediction prediction,
      Target training,
      int @Nullable [] groups,
      int resamples,
      double level,
      Seed seed) {
    Estimate.checkLevel(level);
    if (resamples < 1) {
      throw new IllegalArgumentException("resamples must be at least 1; found " + resamples);
    }
    double value = metric.compute(truth, prediction, training);
    Resampling resampling = Resampling.of(truth, groups);
    if (Double.isNaN(value) || resampling.groups() < 2) {
      return Estimate.withoutInterval(value, level, 0);
    }
    double[] values = new double[resamples];
    ToDoubleFunction<int[]> judge = metric.onSamples(truth, prediction, training);
    int count = 0;
    for (int r = 0; r < resamples; r++) {
      double resampled = judge.applyAsDouble(resampling.draw(seed.at("resample", r).random()));
      if (!Double.isNaN(resampled)) {
        values[count++] = resampled;
      }
    }
    return percentile(value, Arrays.copyOf(values, count), resamples, level);
  }

  /** Sorts {@code values}; without an interval where they are fewer than half of the resamples. */
  static Estimate percentile(double value, double[] values, int resamples, double level) {
    if (2 * values.length < resamples) {
      return Estimate.withoutInterval(value, level, values.length);
    }
    Arrays.sort(values);
    double tail = (1 - level) / 2;
    return new Estimate(
        value, quantile(values, tail), quantile(values, 1 - tail), level, values.length);
  }

  /** Linear between order statistics (Hyndman and Fan 1996, type 7). */
  static double quantile(double[] sorted, double probability) {
    double position = probability * (sorted.length - 1);
    int below = (int) Math.floor(position);
    int above = Math.min(below + 1, sorted.length - 1);
    double low = sorted[below];
    return low == sorted[above] ? low : low + (position - below) * (sorted[above] - low);
  }

  private static double quantileOfT(int degreesOfFreedom, double level) {
    // no generator: nothing is sampled, and the default one would be seeded by the clock
    return new TDistribution(null, degreesOfFreedom).inverseCumulativeProbability((1 + level) / 2);
  }

  private static int[] definedFolds(double[] perFold) {
    int[] folds = new int[perFold.length];
    Arrays.setAll(folds, fold -> fold);
    return Arrays.stream(folds).filter(fold -> !Double.isNaN(perFold[fold])).toArray();
  }
}
