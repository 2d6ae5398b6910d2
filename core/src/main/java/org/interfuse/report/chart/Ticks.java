package org.interfuse.report.chart;

import java.util.Arrays;
import org.interfuse.report.markup.Numbers;

/**
 * Round numbers along an axis: multiples of 1, 2 or 5 times a power of ten (Heckbert, Nice numbers
 * for graph labels, Graphics Gems 1990).
 *
 * @param values ascending
 * @param decimals that tell them apart
 */
record Ticks(double[] values, int decimals) {
  /** A longer range of whole numbers has not a tick at each. */
  private static final int MOST_WHOLE = 12;

  /**
   * Ticks within a range.
   *
   * @param about how many there should be, 2 or more
   */
  static Ticks within(double low, double high, int about) {
    return every(step((high - low) / Math.max(1, about - 1)), low, high);
  }

  private static Ticks every(double step, double low, double high) {
    int decimals = Math.max(0, (int) -Math.floor(Math.log10(step) + 1e-9));
    long first = (long) Math.ceil(low / step - 1e-9);
    long last = (long) Math.floor(high / step + 1e-9);
    double[] values = new double[(int) Math.max(0, last - first + 1)];
    Arrays.setAll(values, i -> (first + i) * step);
    return new Ticks(values, decimals);
  }

  /** Whole numbers within a range: each one where there are few, else about so many. */
  static Ticks whole(double low, double high, int about) {
    double range = high - low;
    double step = range <= MOST_WHOLE ? 1 : Math.max(1, step(range / Math.max(1, about - 1)));
    return every(step, low, high);
  }

  /** Powers of ten within a positive range, with 2 and 5 times them where it is short. */
  static Ticks ofDecades(double low, double high) {
    boolean dense = Math.log10(high / low) < 2.5;
    double[] found =
        java.util.stream.IntStream.rangeClosed(
                (int) Math.floor(Math.log10(low)), (int) Math.ceil(Math.log10(high)))
            .boxed()
            .flatMapToDouble(
                power ->
                    Arrays.stream(dense ? new double[] {1, 2, 5} : new double[] {1})
                        .map(factor -> factor * Math.pow(10, power)))
            .filter(value -> value >= low * 0.999 && value <= high * 1.001)
            .toArray();
    return new Ticks(found, -1);
  }

  /** The smallest of 1, 2, 5 times a power of ten that is not below {@code least}. */
  static double step(double least) {
    double power = Math.pow(10, Math.floor(Math.log10(least)));
    for (double factor : new double[] {1, 2, 5}) {
      if (factor * power >= least * (1 - 1e-9)) {
        return factor * power;
      }
    }
    return 10 * power;
  }

  String label(int index) {
    return decimals < 0 ? power(values[index]) : Numbers.decimals(values[index], decimals);
  }

  private static String power(double value) {
    int decimals = Math.max(0, (int) -Math.floor(Math.log10(value) + 1e-9));
    return Numbers.decimals(value, decimals);
  }
}
