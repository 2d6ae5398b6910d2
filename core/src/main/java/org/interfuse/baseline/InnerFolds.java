package org.interfuse.baseline;

import java.util.Arrays;
import org.interfuse.tensor.Seed;

/** Deals rows into folds, stratum by stratum. */
final class InnerFolds {
  private InnerFolds() {}

  /** Per row its fold; within a stratum fold sizes differ by at most one. */
  static int[] deal(int[] strata, int folds, Seed seed) {
    int[] order = seed.permutation(strata.length);
    int[] fold = new int[strata.length];
    int next = 0;
    for (int stratum : Arrays.stream(strata).distinct().sorted().toArray()) {
      for (int row : order) {
        if (strata[row] == stratum) {
          fold[row] = next++ % folds;
        }
      }
    }
    return fold;
  }

  /** The rows that are (or are not) in a fold, ascending. */
  static int[] rows(int[] fold, int number, boolean inside) {
    return java.util.stream.IntStream.range(0, fold.length)
        .filter(row -> (fold[row] == number) == inside)
        .toArray();
  }
}
