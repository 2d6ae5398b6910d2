package org.interfuse.audit;

import java.util.Arrays;
import org.interfuse.tensor.Seed;

/**
 * Association of two categorical columns.
 *
 * @param value Cramér's V with the correction for bias of Bergsma (2013, Journal of the Korean
 *     Statistical Society 42:323), from 0 to 1
 * @param probability of a χ² at least as large among shuffles: (1 + larger) / (1 + shuffles)
 */
record CramersV(double value, double probability) {
  /**
   * The association.
   *
   * @param rows per subject from 0
   * @param columns per subject from 0
   */
  static CramersV of(int[] rows, int[] columns, int shuffles, Seed seed) {
    int r = 1 + Arrays.stream(rows).max().orElse(-1);
    int c = 1 + Arrays.stream(columns).max().orElse(-1);
    int n = rows.length;
    double squares = chiSquare(rows, columns, r, c);
    int larger = 0;
    for (int s = 0; s < shuffles; s++) {
      int[] order = seed.at("shuffle", s).permutation(n);
      int[] shuffled = new int[n];
      for (int i = 0; i < n; i++) {
        shuffled[i] = columns[order[i]];
      }
      larger += chiSquare(rows, shuffled, r, c) >= squares * (1 - 1e-12) ? 1 : 0;
    }
    return new CramersV(corrected(squares / n, r, c, n), (1.0 + larger) / (1 + shuffles));
  }

  private static double corrected(double meanSquare, int r, int c, int n) {
    double unbiased = Math.max(0, meanSquare - (r - 1.0) * (c - 1.0) / (n - 1.0));
    double rows = r - (r - 1.0) * (r - 1.0) / (n - 1.0);
    double columns = c - (c - 1.0) * (c - 1.0) / (n - 1.0);
    double most = Math.min(rows, columns) - 1;
    return most > 0 ? Math.min(1, Math.sqrt(unbiased / most)) : 0;
  }

  /** Pearson's χ². */
  private static double chiSquare(int[] rows, int[] columns, int r, int c) {
    double[] counts = new double[r * c];
    double[] ofRow = new double[r];
    double[] ofColumn = new double[c];
    for (int i = 0; i < rows.length; i++) {
      counts[rows[i] * c + columns[i]]++;
      ofRow[rows[i]]++;
      ofColumn[columns[i]]++;
    }
    double sum = 0;
    for (int i = 0; i < r; i++) {
      for (int j = 0; j < c; j++) {
        double expected = ofRow[i] * ofColumn[j] / rows.length;
        double difference = counts[i * c + j] - expected;
        sum += expected > 0 ? difference * difference / expected : 0;
      }
    }
    return sum;
  }
}
