package org.interfuse.evaluation;

/**
 * A figure with its uncertainty.
 *
 * @param value the estimate, NaN where undefined
 * @param lower lower end of the interval, NaN where there is none
 * @param upper upper end of the interval, NaN where there is none
 * @param level confidence level of the interval, for example 0.95
 * @param count on how many defined values the interval rests: folds, or resamples
 */
public record Estimate(double value, double lower, double upper, double level, int count) {
  public Estimate {
    checkLevel(level);
  }

  static void checkLevel(double level) {
    if (!(level > 0 && level < 1)) {
      throw new IllegalArgumentException("level must be between 0 and 1; found " + level);
    }
  }

  /**
   * A figure with the percentile interval of its values on resamples, NaN left out; without one
   * where the figure or over half of the values are NaN.
   */
  public static Estimate ofResamples(double value, double[] resampled, double level) {
    double[] defined =
        java.util.Arrays.stream(resampled).filter(one -> !Double.isNaN(one)).toArray();
    return Double.isNaN(value)
        ? withoutInterval(value, level, 0)
        : Intervals.percentile(value, defined, resampled.length, level);
  }

  /**
   * The same with the ends of the interval cut to a range: a t interval knows nothing of the range
   * of its metric and may reach beyond it. The value stays as it is.
   */
  public Estimate within(double lowest, double highest) {
    return new Estimate(
        value, cut(lower, lowest, highest), cut(upper, lowest, highest), level, count);
  }

  private static double cut(double end, double lowest, double highest) {
    return Double.isNaN(end) ? end : Math.max(lowest, Math.min(highest, end));
  }

  /** Whether it has an interval. */
  public boolean hasInterval() {
    return !Double.isNaN(lower) && !Double.isNaN(upper);
  }

  static Estimate withoutInterval(double value, double level, int count) {
    return new Estimate(value, Double.NaN, Double.NaN, level, count);
  }
}
