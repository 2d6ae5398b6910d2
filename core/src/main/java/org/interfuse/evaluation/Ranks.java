package org.interfuse.evaluation;

import java.util.Arrays;

/** Ranks of numbers. */
public final class Ranks {
  private Ranks() {}

  /**
   * Ranks from 1 in ascending order; equal values share the mean of their ranks; no NaN allowed.
   */
  public static double[] average(double[] values) {
    int[] order = Sorting.ascending(values);
    double[] ranks = new double[values.length];
    int start = 0;
    while (start < order.length) {
      int end = endOfTie(values, order, start);
      double shared = (start + 1 + end) / 2.0;
      for (int i = start; i < end; i++) {
        ranks[order[i]] = shared;
      }
      start = end;
    }
    return ranks;
  }

  /** Ranks 1 … d among the d distinct values; equal values share theirs; no NaN allowed. */
  public static int[] dense(double[] values) {
    int[] order = Sorting.ascending(values);
    int[] ranks = new int[values.length];
    int rank = 0;
    int start = 0;
    while (start < order.length) {
      int end = endOfTie(values, order, start);
      rank++;
      for (int i = start; i < end; i++) {
        ranks[order[i]] = rank;
      }
      start = end;
    }
    return ranks;
  }

  /** The position after the last one whose value equals that at {@code start}. */
  static int endOfTie(double[] values, int[] order, int start) {
    double value = values[order[start]];
    if (Double.isNaN(value)) {
      throw new IllegalArgumentException("ranks need numbers; found NaN");
    }
    int end = start + 1;
    while (end < order.length && values[order[end]] == value) {
      end++;
    }
    return end;
  }

  /** The distinct values in ascending order. */
  static double[] distinct(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int count = 0;
    for (double value : sorted) {
      if (count == 0 || sorted[count - 1] != value) {
        sorted[count++] = value;
      }
    }
    return Arrays.copyOf(sorted, count);
  }
}
