package org.interfuse.baseline;

import java.util.stream.IntStream;

/** Inner products A Aᵀ of the m rows of a matrix too wide to be held twice. */
final class Gram {
  private static final int BLOCK = 64;

  private Gram() {}

  /** Writes column {@code c} of A, m values. */
  interface Columns {
    void read(int column, double[] into);
  }

  /**
   * A Aᵀ as [m][m]. Columns are read in blocks; rows of the result are computed in parallel, each
   * sum in a fixed order, so the result does not depend on the threads.
   */
  static double[][] of(int m, int width, Columns columns) {
    double[][] gram = new double[m][m];
    double[][] block = new double[BLOCK][m];
    for (int first = 0; first < width; first += BLOCK) {
      int start = first;
      int count = Math.min(BLOCK, width - first);
      IntStream.range(0, BLOCK)
          .parallel()
          .forEach(
              c -> {
                if (c < count) {
                  columns.read(start + c, block[c]);
                } else {
                  java.util.Arrays.fill(block[c], 0);
                }
              });
      IntStream.range(0, m).parallel().forEach(i -> addProducts(block, i, gram[i]));
    }
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < i; j++) {
        gram[i][j] = gram[j][i];
      }
    }
    return gram;
  }

  /** row[j] += Σ_c block[c][i] block[c][j] for j ≥ i, four columns a time. */
  private static void addProducts(double[][] block, int i, double[] row) {
    for (int c = 0; c < BLOCK; c += 4) {
      double[] b0 = block[c];
      double[] b1 = block[c + 1];
      double[] b2 = block[c + 2];
      double[] b3 = block[c + 3];
      double a0 = b0[i];
      double a1 = b1[i];
      double a2 = b2[i];
      double a3 = b3[i];
      for (int j = i; j < row.length; j++) {
        row[j] += a0 * b0[j] + a1 * b1[j] + a2 * b2[j] + a3 * b3[j];
      }
    }
  }
}
