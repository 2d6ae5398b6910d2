package org.interfuse.encoder.wide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.interfuse.tensor.Seed;
import org.interfuse.tensor.Tensors;
import org.interfuse.tensor.Torch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Squares of the gradients of sparse columns, and the update by them, against plain loops in double
 * precision. Column 0 has a cell in each row, the next ones have 2, 3 and 4 of them at a width of
 * 3, the others one each.
 */
final class SparseSquaresTest {
  private static final int WIDTH = 3;
  private static final double RATE = 1e-3;
  private static final double KEPT = 0.9;
  private static final double FACTOR = 0.7;

  private final PointerScope scope = new PointerScope();

  @BeforeEach
  void begin() {
    Torch.load();
  }

  @AfterEach
  void end() {
    Torch.threads(1);
    scope.close();
  }

  @Test
  void aColumnOfMoreCellsThanTheWidthGoesByItsGradient() {
    assertThat(SparseSquares.byGradient(WIDTH, WIDTH)).isFalse();
    assertThat(SparseSquares.byGradient(WIDTH + 1, WIDTH)).isTrue();
  }

  /** Those of 2 cells and of 1 save 2 multiplications each, of 40 · 40 · 3. */
  @ParameterizedTest(name = "{0} columns")
  @CsvSource({"2402, false", "2403, false", "2404, true"})
  void productsAreMadeWhereTheySaveMoreThanTheyCost(int columns, boolean made) {
    assertThat(SparseSquares.productsPay(rows(table(40, columns)), WIDTH)).isEqualTo(made);
  }

  @ParameterizedTest(name = "{0} rows, {1} columns, {2}, seed 51")
  @CsvSource({
    "40, 9, Float",
    "40, 2500, Float",
    "8, 300, Float",
    "40, 2500, Double",
    "4, 4, Float"
  })
  void areThoseOfLoops(int n, int columns, ScalarType type) {
    double[][] table = table(n, columns);
    Tensor delta = delta(n, type);
    double[] expected = squares(table, Tensors.toRows(delta));

    double[] found = found(table, delta, 1);

    for (int j = 0; j < columns; j++) {
      assertThat(found[j]).as("column %d", j).isCloseTo(expected[j], within(1e-5 * expected[j]));
    }
    assertThat(found(table, delta, 2)).as("two threads").isEqualTo(found);
  }

  @ParameterizedTest(name = "40 rows, {0} columns, seed 51")
  @ValueSource(ints = {9, 2500})
  void theUpdateIsThatOfLoops(int columns) {
    double[][] table = table(40, columns);
    SparseRows rows = rows(table);
    Tensor delta = delta(40, ScalarType.Float);
    double[][] d = Tensors.toRows(delta);
    double[] expected = squares(table, d);
    Tensor weights = Tensors.zeros(ScalarType.Float, columns, WIDTH);
    weights.add_(Tensors.ofFloats(new float[] {0.1f, -0.2f, 0.3f}));
    double[][] before = Tensors.toRows(weights);
    Tensor second = Tensors.zeros(ScalarType.Float, columns);

    new SparseUpdate(rows, delta, () -> SparseSquares.of(rows, delta))
        .apply(weights, second, Tensors.zeros(ScalarType.Float, columns), RATE, KEPT, FACTOR);

    double[][] after = Tensors.toRows(weights);
    double[] moments = Tensors.toDoubles(second);
    for (int j = 0; j < columns; j++) {
      double mean = FACTOR * FACTOR * expected[j] / WIDTH;
      assertThat(moments[j]).as("column %d", j).isCloseTo(mean / 1000, within(1e-8 * mean));
      double[] gradient = gradient(table, d, j);
      for (int k = 0; k < WIDTH; k++) {
        double step = RATE * FACTOR * gradient[k] / (Math.sqrt(mean) + 1e-8);
        assertThat(after[j][k])
            .as("column %d", j)
            .isCloseTo(before[j][k] * KEPT - step, within(1e-6));
      }
    }
  }

  @Test
  void aGradientThatIsNotFiniteIsSeen() {
    double[][] table = table(40, 9);
    double[][] d = Tensors.toRows(delta(40, ScalarType.Float));
    d[3][1] = Double.NaN;

    double[] found = found(table, Tensors.ofRows(d), 1);

    assertThat(found[0]).isNaN();
    assertThat(found[1]).as("which rows 0 and 1 have").isFinite();
  }

  private static double[] found(double[][] table, Tensor delta, int threads) {
    Torch.threads(threads);
    return SparseSquares.of(rows(table), delta);
  }

  /** Of n rows; whatever is not 0 is a stored cell. */
  private static double[][] table(int n, int columns) {
    SplittableRandom random = new Seed(51).random();
    double[][] table = new double[n][columns];
    for (int j = 0; j < columns; j++) {
      int cells = j == 0 ? n : j < 4 ? j + 1 : 1;
      for (int c = 0; c < cells; c++) {
        table[(c + (cells == 1 ? j : 0)) % n][j] = (float) (0.5 + random.nextDouble());
      }
    }
    return table;
  }

  private static SparseRows rows(double[][] table) {
    int n = table.length;
    int p = table[0].length;
    int[] ends = new int[n];
    int[] byRow =
        IntStream.range(0, n * p).filter(cell -> table[cell / p][cell % p] != 0).toArray();
    for (int cell : byRow) {
      ends[cell / p]++;
    }
    Arrays.parallelPrefix(ends, Integer::sum);
    int[] columnEnds = new int[p];
    int[] byColumn =
        IntStream.range(0, n * p).filter(cell -> table[cell % n][cell / n] != 0).toArray();
    for (int cell : byColumn) {
      columnEnds[cell / n]++;
    }
    Arrays.parallelPrefix(columnEnds, Integer::sum);
    float[] values = new float[byRow.length];
    float[] valuesByColumn = new float[byRow.length];
    for (int k = 0; k < byRow.length; k++) {
      values[k] = (float) table[byRow[k] / p][byRow[k] % p];
      valuesByColumn[k] = (float) table[byColumn[k] % n][byColumn[k] / n];
    }
    return new SparseRows(
        n,
        ends,
        Arrays.stream(byRow).map(cell -> cell % p).toArray(),
        values,
        IntStream.range(0, p).toArray(),
        columnEnds,
        Arrays.stream(byColumn).map(cell -> cell % n).toArray(),
        valuesByColumn);
  }

  private static Tensor delta(int n, ScalarType type) {
    SplittableRandom random = new Seed(52).random();
    double[][] delta = new double[n][WIDTH];
    for (double[] row : delta) {
      Arrays.setAll(row, k -> 1e-3 * (0.2 + random.nextGaussian()));
    }
    return Tensors.ofRows(delta).to(type);
  }

  /** Σ_k (Σ_i x_ij δ_ik)². */
  private static double[] squares(double[][] x, double[][] delta) {
    double[] squares = new double[x[0].length];
    Arrays.setAll(squares, j -> Arrays.stream(gradient(x, delta, j)).map(g -> g * g).sum());
    return squares;
  }

  private static double[] gradient(double[][] x, double[][] delta, int j) {
    double[] gradient = new double[WIDTH];
    for (int i = 0; i < x.length; i++) {
      for (int k = 0; k < WIDTH; k++) {
        gradient[k] += x[i][j] * delta[i][k];
      }
    }
    return gradient;
  }
}
