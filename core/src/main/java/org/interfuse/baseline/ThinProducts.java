package org.interfuse.baseline;

import java.util.Arrays;

/**
 * A matrix Z [n × r] and its products with K vectors, both ways. It is kept by rows and by columns,
 * each an array of its own, so that every inner loop adds four of them up along the same index:
 * that is what the compiler makes vector instructions of, at some eight times the speed of sums
 * over one array with offsets. Sums are in a fixed order. Immutable.
 */
final class ThinProducts {
  private static final int MOST_STEPS = 200;
  private static final double NEGLIGIBLE = 1e-9;

  private final double[][] rows;
  private final double[][] columns;

  /**
   * Of its rows, which are shared.
   *
   * @param rank r, also where there is no row
   */
  ThinProducts(double[][] rows, int rank) {
    this.rows = rows;
    this.columns = new double[rank][rows.length];
    for (int i = 0; i < rows.length; i++) {
      for (int d = 0; d < rank; d++) {
        columns[d][i] = rows[i][d];
      }
    }
  }

  /** n. */
  int rows() {
    return rows.length;
  }

  /** r. */
  int rank() {
    return columns.length;
  }

  /** Per column Σ z². */
  double[] squares() {
    return Arrays.stream(columns)
        .mapToDouble(column -> Dense.dot(column, 0, column, 0, column.length))
        .toArray();
  }

  /** The largest eigenvalue of ZᵀZ, by power iteration from the lengths of the columns. */
  double largest() {
    double[] vector = new double[1 + rank()]; // an intercept of 0 first
    System.arraycopy(squares(), 0, vector, 1, rank());
    double[] scores = new double[rows()];
    double value = 0;
    for (int step = 0; step < MOST_STEPS; step++) {
      double length = Math.sqrt(Dense.dot(vector, 0, vector, 0, vector.length));
      if (length == 0) {
        return 0;
      }
      for (int j = 0; j < vector.length; j++) {
        vector[j] /= length;
      }
      double last = value;
      scores(vector, 1, scores);
      value = Dense.dot(scores, 0, scores, 0, scores.length);
      if (value - last <= NEGLIGIBLE * value) {
        return value;
      }
      transposed(scores, 1, vector);
    }
    return value;
  }

  /**
   * η = b + Z v of K outputs.
   *
   * @param parameters [K intercepts b, then K × r of v, output-major]
   * @param into [K × n], output-major
   */
  void scores(double[] parameters, int outputs, double[] into) {
    double[][] sums = new double[outputs][rows.length];
    for (int k = 0; k < outputs; k++) {
      Arrays.fill(sums[k], parameters[k]);
    }
    add(columns, parameters, outputs, sums);
    copy(sums, into, 0);
  }

  /**
   * Zᵀ u of K vectors u.
   *
   * @param outer [K × n], u, output-major
   * @param into receives [K × r], output-major, behind its first K places
   */
  void transposed(double[] outer, int outputs, double[] into) {
    double[][] sums = new double[outputs][columns.length];
    add(rows, outer, 0, sums);
    copy(sums, into, outputs);
  }

  private static void copy(double[][] from, double[] into, int first) {
    for (int k = 0; k < from.length; k++) {
      System.arraycopy(from[k], 0, into, first + k * from[k].length, from[k].length);
    }
  }

  /** sums_k += Σ_m factors[first + k · count + m] vectors_m. */
  private static void add(double[][] vectors, double[] factors, int first, double[][] sums) {
    int count = vectors.length;
    int m = 0;
    for (; m + 3 < count; m += 4) {
      for (int k = 0; k < sums.length; k++) {
        int at = first + k * count + m;
        add(
            factors[at],
            vectors[m],
            factors[at + 1],
            vectors[m + 1],
            factors[at + 2],
            vectors[m + 2],
            factors[at + 3],
            vectors[m + 3],
            sums[k]);
      }
    }
    for (; m < count; m++) {
      for (int k = 0; k < sums.length; k++) {
        Dense.add(factors[first + k * count + m], vectors[m], 0, sums[k], 0, sums[k].length);
      }
    }
  }

  private static void add(
      double f0,
      double[] v0,
      double f1,
      double[] v1,
      double f2,
      double[] v2,
      double f3,
      double[] v3,
      double[] sum) {
    for (int j = 0; j < sum.length; j++) {
      sum[j] += f0 * v0[j] + f1 * v1[j] + f2 * v2[j] + f3 * v3[j];
    }
  }
}
