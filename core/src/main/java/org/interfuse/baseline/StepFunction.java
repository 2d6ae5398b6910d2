package org.interfuse.baseline;

import java.util.Arrays;

/**
 * A right-continuous step function that is {@code start} before the first time.
 *
 * @param times increasing
 * @param values from each time on
 */
public record StepFunction(double start, double[] times, double[] values) {
  /** Of its figures. */
  public long bytes() {
    return (long) Double.BYTES * (1 + times.length + values.length);
  }

  /** The value at a time. */
  public double at(double time) {
    int index = Arrays.binarySearch(times, time);
    int last = index >= 0 ? index : -index - 2;
    return last < 0 ? start : values[last];
  }

  /** The values at many times. */
  public double[] at(double[] grid) {
    return Arrays.stream(grid).map(this::at).toArray();
  }
}
