package org.interfuse.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.SingularValueDecomposition;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Products by rows and by columns against those of commons-math. */
final class ThinProductsTest {
  private static RealMatrix random(int rows, int columns, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    RealMatrix matrix = new Array2DRowRealMatrix(rows, columns);
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        matrix.setEntry(i, j, random.nextGaussian());
      }
    }
    return matrix;
  }

  /** Rows of the matrix behind one another. */
  private static double[] flat(RealMatrix matrix) {
    return Arrays.stream(matrix.getData()).flatMapToDouble(Arrays::stream).toArray();
  }

  @ParameterizedTest(name = "{0} rows, {1} columns, {2} outputs")
  @CsvSource({"1, 1, 1", "8, 4, 2", "7, 5, 3", "3, 11, 1", "30, 2, 11"})
  void areThoseOfTheMatrix(int rows, int rank, int outputs) {
    RealMatrix z = random(rows, rank, 1);
    RealMatrix v = random(outputs, rank, 2);
    RealMatrix u = random(outputs, rows, 3);
    ThinProducts products = new ThinProducts(z.getData(), rank);
    double[] parameters = new double[outputs * (1 + rank)];
    Arrays.fill(parameters, 0, outputs, 0.5);
    System.arraycopy(flat(v), 0, parameters, outputs, outputs * rank);

    double[] scores = new double[outputs * rows];
    products.scores(parameters, outputs, scores);
    double[] back = new double[outputs * (1 + rank)];
    products.transposed(flat(u), outputs, back);

    assertThat(scores)
        .containsExactly(flat(v.multiply(z.transpose()).scalarAdd(0.5)), within(1e-12));
    assertThat(Arrays.copyOfRange(back, outputs, back.length))
        .containsExactly(flat(u.multiply(z)), within(1e-12));
    double singular = new SingularValueDecomposition(z).getNorm();
    assertThat(products.largest()).isCloseTo(singular * singular, within(1e-4 * singular));
  }

  @ParameterizedTest
  @CsvSource({"0, 3", "5, 0"})
  void takeEmptyMatrices(int rows, int rank) {
    ThinProducts products = new ThinProducts(new double[rows][rank], rank);
    double[] scores = new double[2 * rows];
    products.scores(new double[2 * (1 + rank)], 2, scores);

    assertThat(scores).isEqualTo(new double[2 * rows]);
    assertThat(products.largest()).isZero();
  }
}
