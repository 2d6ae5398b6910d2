package org.interfuse.evaluation;

import java.util.Arrays;

/** Holm's step-down adjustment of p values of one family (Holm 1979). */
public final class Holm {
  private Holm() {}

  /**
   * Adjusted p values, in the order given: the i-th smallest of m times m − i + 1, at least as
   * large as those before it, at most 1. NaN stays NaN and does not count among the m.
   */
  public static double[] adjust(double[] p) {
    int[] order = Sorting.ascending(p); // NaN last
    int count = (int) Arrays.stream(p).filter(value -> !Double.isNaN(value)).count();
    double[] adjusted = new double[p.length];
    Arrays.fill(adjusted, Double.NaN);
    double largest = 0;
    for (int i = 0; i < count; i++) {
      largest = Math.max(largest, Math.min(1, (count - i) * p[order[i]]));
      adjusted[order[i]] = largest;
    }
    return adjusted;
  }
}
