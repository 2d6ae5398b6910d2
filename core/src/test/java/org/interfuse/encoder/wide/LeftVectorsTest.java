package org.interfuse.encoder.wide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.SingularValueDecomposition;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.interfuse.tensor.Torch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Inner products and singular vectors, against double loops and another library's SVD. */
final class LeftVectorsTest {
  private static final int ROWS = 70;
  private static final int COLUMNS = 5000;

  private final WideRowsOf wide = WideRowsOf.random(ROWS, COLUMNS, 1);

  @BeforeAll
  static void load() {
    Torch.load();
  }

  /** The rows' own mean taken off every column. */
  static double[][] centred(double[][] x, int[] rows) {
    double[][] some = Arrays.stream(rows).mapToObj(i -> x[i].clone()).toArray(double[][]::new);
    for (int j = 0; j < some[0].length; j++) {
      int column = j;
      double mean = Arrays.stream(some).mapToDouble(row -> row[column]).average().orElseThrow();
      Arrays.stream(some).forEach(row -> row[column] -= mean);
    }
    return some;
  }

  private static FeatureTiles tiles(WideRowsOf wide, TileScale scale) {
    return new FeatureTiles(scale, IntStream.range(0, wide.rows()).toArray());
  }

  @Test
  void productsAreThoseOfADoubleLoop() {
    double[][] x = wide.scaled();
    try (TileScale scale = TileScale.of(wide.features())) {
      double[] products = RowProducts.of(tiles(wide, scale));

      for (int i = 0; i < ROWS; i++) {
        for (int k = 0; k < ROWS; k++) {
          double sum = 0;
          for (int j = 0; j < COLUMNS; j++) {
            sum += x[i][j] * x[k][j];
          }
          assertThat(products[i * ROWS + k]).isCloseTo(sum, within(1e-5 * COLUMNS));
        }
      }
    }
  }

  @Test
  void exactVectorsAreThoseOfTheCentredRows() {
    int[] rows = IntStream.range(0, ROWS).filter(i -> i % 3 != 0).toArray();
    double[][] some = centred(wide.scaled(), rows);
    SingularValueDecomposition svd =
        new SingularValueDecomposition(new Array2DRowRealMatrix(some).transpose());
    try (TileScale scale = TileScale.of(wide.features())) {
      FeatureTiles tiles = new FeatureTiles(scale, rows);

      LeftVectors found = RowSpace.of(scale.features()).vectors(tiles, 8);

      assertThat(found.rank()).isEqualTo(8);
      compare(found, svd, rows.length, 1e-5);
    }
  }

  @Test
  void passesOverTheTilesComeToTheSame() {
    int[] rows = IntStream.range(0, ROWS).toArray();
    SingularValueDecomposition svd =
        new SingularValueDecomposition(
            new Array2DRowRealMatrix(centred(wide.scaled(), rows)).transpose());
    try (TileScale scale = TileScale.of(wide.features())) {
      LeftVectors found = LeftVectors.ofTiles(tiles(wide, scale), 6, ScalarType.Float);

      compare(found, svd, ROWS, 1e-4);
    }
  }

  private static void compare(
      LeftVectors found, SingularValueDecomposition svd, int n, double tolerance) {
    for (int k = 0; k < found.rank(); k++) {
      double expected = svd.getSingularValues()[k];
      assertThat(found.values()[k]).isCloseTo(expected, within(tolerance * expected));
      double inner = 0;
      for (int i = 0; i < n; i++) {
        inner += found.vectors()[i * found.rank() + k] * svd.getV().getEntry(i, k);
      }
      assertThat(Math.abs(inner)).as("vector %d", k).isCloseTo(1, within(20 * tolerance));
    }
  }

  @Test
  void anyNumberOfThreadsGivesTheSameBits() {
    try (TileScale scale = TileScale.of(wide.features())) {
      double[] one = RowProducts.of(tiles(wide, scale));
      Torch.threads(1);
      try {
        assertThat(RowProducts.of(tiles(wide, scale))).isEqualTo(one);
      } finally {
        Torch.threads(2);
      }
    }
  }

  @Test
  void rowsThatAreAllAlikeHaveNoVectors() {
    LeftVectors none = LeftVectors.ofProducts(new double[] {2, 2, 2, 2}, 2, 5);

    assertThat(none.rank()).isZero();
  }
}
