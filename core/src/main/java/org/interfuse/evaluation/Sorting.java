package org.interfuse.evaluation;

import java.util.Arrays;

/** Sorts indices by their keys without boxing. */
public final class Sorting {
  private static final int RUN = 16;

  private Sorting() {}

  /**
   * The indices 0 … n-1 in ascending order of {@code keys}; equal keys keep their order, NaN comes
   * last. O(n log n) by merging runs from the bottom up.
   */
  public static int[] ascending(double[] keys) {
    int n = keys.length;
    int[] from = sortedRuns(keys);
    int[] into = new int[n];
    for (long width = RUN; width < n; width *= 2) {
      for (long start = 0; start < n; start += 2 * width) {
        int middle = (int) Math.min(start + width, n);
        int end = (int) Math.min(start + 2 * width, n);
        merge(keys, from, into, (int) start, middle, end);
      }
      int[] swap = from;
      from = into;
      into = swap;
    }
    return from;
  }

  /** Whether {@code values} holds a NaN. */
  static boolean hasNaN(double[] values) {
    return Arrays.stream(values).anyMatch(Double::isNaN);
  }

  private static int[] sortedRuns(double[] keys) {
    int[] order = new int[keys.length];
    for (int i = 0; i < order.length; i++) {
      int runStart = i - i % RUN;
      int slot = i;
      while (slot > runStart && Double.compare(keys[order[slot - 1]], keys[i]) > 0) {
        order[slot] = order[slot - 1];
        slot--;
      }
      order[slot] = i;
    }
    return order;
  }

  private static void merge(double[] keys, int[] from, int[] into, int start, int middle, int end) {
    int left = start;
    int right = middle;
    for (int slot = start; slot < end; slot++) {
      boolean takeLeft =
          left < middle
              && (right >= end || Double.compare(keys[from[left]], keys[from[right]]) <= 0);
      into[slot] = takeLeft ? from[left++] : from[right++];
    }
  }
}
