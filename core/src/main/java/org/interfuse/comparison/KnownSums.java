package org.interfuse.comparison;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Sums of unknown numbers that somebody knows, in reduced row echelon form: a number is determined
 * exactly if a row has it alone. Computed modulo a prime, which finds all that is determined, but
 * for a chance in about two thousand millions. Immutable.
 */
final class KnownSums {
  private static final long PRIME = 2_147_483_647;

  private final int unknowns;
  private final List<long[]> rows;

  /** Nothing is known. */
  KnownSums(int unknowns) {
    this(unknowns, List.of());
  }

  private KnownSums(int unknowns, List<long[]> rows) {
    this.unknowns = unknowns;
    this.rows = rows;
  }

  /** The same with one more sum, of those unknowns. */
  KnownSums with(BitSet summands) {
    long[] added = new long[unknowns];
    summands.stream().forEach(i -> added[i] = 1);
    rows.forEach(row -> subtract(added, row, pivot(row)));
    int pivot = pivot(added);
    if (pivot == unknowns) {
      return this;
    }
    long inverse =
        BigInteger.valueOf(added[pivot]).modInverse(BigInteger.valueOf(PRIME)).longValue();
    for (int i = pivot; i < unknowns; i++) {
      added[i] = added[i] * inverse % PRIME;
    }
    List<long[]> all = new ArrayList<>();
    for (long[] row : rows) {
      long[] reduced = row.clone();
      subtract(reduced, added, pivot);
      all.add(reduced);
    }
    all.add(added);
    return new KnownSums(unknowns, all);
  }

  /** Takes so much of {@code row} away that nothing is left at its pivot. */
  private static void subtract(long[] from, long[] row, int pivot) {
    long factor = from[pivot];
    if (factor != 0) {
      for (int i = 0; i < from.length; i++) {
        from[i] = Math.floorMod(from[i] - factor * row[i] % PRIME, PRIME);
      }
    }
  }

  private static int pivot(long[] row) {
    int pivot = 0;
    while (pivot < row.length && row[pivot] == 0) {
      pivot++;
    }
    return pivot;
  }

  /** Whether the unknown can be worked out. */
  boolean determines(int unknown) {
    return rows.stream().anyMatch(row -> row[unknown] != 0 && alone(row));
  }

  private static boolean alone(long[] row) {
    int nonzero = 0;
    for (long entry : row) {
      nonzero += entry != 0 ? 1 : 0;
    }
    return nonzero == 1;
  }
}
