package org.interfuse.report.chart;

/**
 * One axis: what it measures, with its unit, from where to where.
 *
 * @param title with the unit, for example {@code time (days)}
 * @param low the smallest value drawn
 * @param high the largest, more than {@code low}
 * @param kind how values are spread; of a logarithmic axis {@code low} is positive
 */
public record Axis(String title, double low, double high, Kind kind) {
  /** How values are spread along an axis. */
  public enum Kind {
    /** Equal differences are equal lengths. */
    LINEAR,
    /** The same, with ticks at whole numbers. */
    WHOLE,
    /** Equal ratios are equal lengths. */
    LOGARITHMIC
  }

  public Axis {
    if (!(low < high) || (kind == Kind.LOGARITHMIC && low <= 0)) {
      throw new IllegalArgumentException("an axis cannot go from %s to %s".formatted(low, high));
    }
  }

  /** A linear axis. */
  public static Axis linear(String title, double low, double high) {
    return new Axis(title, low, high, Kind.LINEAR);
  }

  /** A linear axis of counts. */
  public static Axis whole(String title, double low, double high) {
    return new Axis(title, low, high, Kind.WHOLE);
  }

  /** A linear axis around values, with a little room; never without length. */
  public static Axis around(String title, double... values) {
    double[] range = range(values);
    double room = 0.04 * (range[1] - range[0]);
    return linear(title, range[0] - room, range[1] + room);
  }

  /** An axis of positive values: logarithmic where they span a decade or more, else from zero. */
  public static Axis decades(String title, double... values) {
    double[] positive = java.util.Arrays.stream(values).filter(value -> value > 0).toArray();
    double[] range = range(positive.length == 0 ? new double[] {1, 10} : positive);
    return range[0] > 0 && range[1] >= 10 * range[0]
        ? new Axis(title, range[0] / 1.15, range[1] * 1.15, Kind.LOGARITHMIC)
        : linear(title, 0, range[1] * 1.08);
  }

  private static double[] range(double[] values) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (double value : values) {
      if (Double.isFinite(value)) {
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
    }
    if (low > high) {
      return new double[] {0, 1};
    }
    double least = Math.max(1e-6, Math.abs(high) * 1e-3);
    return high - low < least ? new double[] {low - least, high + least} : new double[] {low, high};
  }

  /** Where a value lies between the ends: 0 at {@code low}, 1 at {@code high}. */
  double share(double value) {
    return logarithmic()
        ? Math.log(value / low) / Math.log(high / low)
        : (value - low) / (high - low);
  }

  Ticks ticks(int about) {
    return switch (kind) {
      case LOGARITHMIC -> Ticks.ofDecades(low, high);
      case WHOLE -> Ticks.whole(low, high, about);
      case LINEAR -> Ticks.within(low, high, about);
    };
  }

  boolean logarithmic() {
    return kind == Kind.LOGARITHMIC;
  }
}
