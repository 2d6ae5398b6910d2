package org.interfuse.baseline;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;

/**
 * The centred design in coordinates in which a ridge problem is small. With X = U S Vᵀ every ridge
 * solution lies in the row space of X (representer theorem), so β = V v and Xβ = (U S) v, ‖β‖ =
 * ‖v‖: fitting Z = U S with r ≤ min(n, p) columns is the same problem for every penalty, and for
 * every subset of the rows. S and U (or V) come from the eigenvectors of the smaller of X Xᵀ and Xᵀ
 * X.
 */
final class RidgeCoordinates {
  /** Above this many columns, where p ≤ n, the eigenvectors would cost more than they save. */
  private static final int LARGEST_ROTATION = 1200;

  /**
   * Of a design that is rotated already: the design, its centred rows, their columns, and the
   * columns of an inner fold's rows.
   */
  static final long BYTES_OF_A_CELL = Float.BYTES + 3 * Double.BYTES;

  private static final double NEGLIGIBLE = 1e-13;

  private enum Rotation {
    BY_ROWS,
    BY_COLUMNS,
    NONE
  }

  private final DesignMatrix design;
  private final double[] means;
  private final Rotation rotation;

  /** Per row (or column) of the design its part in the r kept eigenvectors, for the way back. */
  private final double[][] vectors;

  private final int rank;
  private final double[][] z;
  private final ThinProducts products;
  private final double largest;

  RidgeCoordinates(DesignMatrix design) {
    this.design = design;
    this.means = design.means();
    this.rotation = rotation(design);
    if (rotation == Rotation.NONE) {
      vectors = new double[0][];
      rank = design.width();
      z = centred();
      products = new ThinProducts(z, rank);
      largest = design.rotated() ? products.largest() : mean(products.squares());
      return;
    }
    double[][] gram = gram();
    if (isZero(gram)) {
      vectors = new double[gram.length][0];
      rank = 0;
      z = new double[design.rows()][0];
      products = new ThinProducts(z, rank);
      largest = 0;
      return;
    }
    EigenDecomposition eigen = new EigenDecomposition(new Array2DRowRealMatrix(gram, false));
    double[] values = eigen.getRealEigenvalues();
    largest = Arrays.stream(values).max().orElseThrow();
    double negligible = NEGLIGIBLE * values.length * largest;
    int[] kept = IntStream.range(0, values.length).filter(k -> values[k] > negligible).toArray();
    rank = kept.length;
    vectors = vectors(eigen, kept);
    z = rotation == Rotation.BY_ROWS ? scaledRows(values, kept) : rotatedRows();
    products = new ThinProducts(z, rank);
  }

  private static Rotation rotation(DesignMatrix design) {
    if (design.rotated() && design.width() < 2 * design.rows()) {
      return Rotation.NONE;
    }
    if (design.width() > design.rows()) {
      return Rotation.BY_ROWS;
    }
    return design.width() > LARGEST_ROTATION ? Rotation.NONE : Rotation.BY_COLUMNS;
  }

  /** The smaller of X Xᵀ and Xᵀ X, of the centred design. */
  private double[][] gram() {
    return rotation == Rotation.BY_ROWS
        ? Gram.of(design.rows(), design.width(), this::readColumn)
        : Gram.of(design.width(), design.rows(), this::readRow);
  }

  /** The kept eigenvectors, one a column: V as it is, U over the singular values. */
  private double[][] vectors(EigenDecomposition eigen, int[] kept) {
    double[][] columns = new double[eigen.getRealEigenvalues().length][kept.length];
    for (int k = 0; k < kept.length; k++) {
      double[] vector = eigen.getEigenvector(kept[k]).toArray();
      double length =
          rotation == Rotation.BY_ROWS ? Math.sqrt(eigen.getRealEigenvalue(kept[k])) : 1;
      for (int i = 0; i < vector.length; i++) {
        columns[i][k] = vector[i] / length;
      }
    }
    return columns;
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElse(0);
  }

  private static boolean isZero(double[][] gram) {
    for (int i = 0; i < gram.length; i++) {
      if (gram[i][i] > 0) {
        return false;
      }
    }
    return true;
  }

  /** n. */
  int rows() {
    return design.rows();
  }

  /** r. */
  int rank() {
    return rank;
  }

  /** Z. */
  ThinProducts products() {
    return products;
  }

  /** Some rows of Z. */
  ThinProducts products(int[] rows) {
    return new ThinProducts(Arrays.stream(rows).mapToObj(i -> z[i]).toArray(double[][]::new), rank);
  }

  /** The largest eigenvalue of XᵀX (its mean where no eigenvectors were computed). */
  double largest() {
    return largest;
  }

  /** The model in the design's own columns. {@code v} is class-major [K × r]. */
  LinearModel model(double[] intercepts, double[] v) {
    int p = design.width();
    double[] coefficients = new double[intercepts.length * p];
    double[] shifted = intercepts.clone();
    for (int k = 0; k < intercepts.length; k++) {
      double[] beta = back(Arrays.copyOfRange(v, k * rank, (k + 1) * rank));
      System.arraycopy(beta, 0, coefficients, k * p, p);
      for (int j = 0; j < p; j++) {
        shifted[k] -= means[j] * beta[j];
      }
    }
    return new LinearModel(shifted, coefficients);
  }

  private double[] back(double[] v) {
    if (rotation == Rotation.NONE) {
      return v;
    }
    double[] mixed = new double[vectors.length];
    for (int i = 0; i < vectors.length; i++) {
      mixed[i] = Dense.dot(vectors[i], 0, v, 0, rank);
    }
    return rotation == Rotation.BY_COLUMNS ? mixed : combineRows(mixed);
  }

  /** Xᵀα for the centred X. */
  private double[] combineRows(double[] alpha) {
    int p = design.width();
    double[] beta = new double[p];
    for (int i = 0; i < alpha.length; i++) {
      for (int j = 0; j < p; j++) {
        beta[j] += alpha[i] * (design.values()[i * p + j] - means[j]);
      }
    }
    return beta;
  }

  private double[][] scaledRows(double[] values, int[] kept) {
    double[][] scaled = new double[design.rows()][rank];
    for (int i = 0; i < design.rows(); i++) {
      for (int k = 0; k < rank; k++) {
        scaled[i][k] = vectors[i][k] * values[kept[k]];
      }
    }
    return scaled;
  }

  private double[][] rotatedRows() {
    double[][] rotated = new double[design.rows()][rank];
    IntStream.range(0, design.rows())
        .parallel()
        .forEach(
            i -> {
              double[] row = new double[design.width()];
              readRow(i, row);
              for (int j = 0; j < row.length; j++) {
                Dense.add(row[j], vectors[j], 0, rotated[i], 0, rank);
              }
            });
    return rotated;
  }

  private double[][] centred() {
    double[][] centred = new double[design.rows()][design.width()];
    for (int i = 0; i < centred.length; i++) {
      readRow(i, centred[i]);
    }
    return centred;
  }

  private void readColumn(int column, double[] into) {
    for (int i = 0; i < into.length; i++) {
      into[i] = design.values()[i * design.width() + column] - means[column];
    }
  }

  private void readRow(int row, double[] into) {
    for (int j = 0; j < into.length; j++) {
      into[j] = design.values()[row * design.width() + j] - means[j];
    }
  }
}
