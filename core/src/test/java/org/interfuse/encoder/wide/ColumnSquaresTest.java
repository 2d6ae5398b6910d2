package org.interfuse.encoder.wide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.interfuse.encoder.UpdateStep;
import org.interfuse.tensor.Parameters;
import org.interfuse.tensor.Seed;
import org.interfuse.tensor.Tensors;
import org.interfuse.tensor.Torch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Squares of the columns' gradients against plain loops in double precision. */
final class ColumnSquaresTest {
  private static final int WIDTH = 24;
  private static final int COLUMNS = 4_500; // more than one tile

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
  void theRuleIsTheWidth() {
    WideOptimiser rowWise = WideOptimiser.ROW_WISE;
    WideOptimiser adam = WideOptimiser.ADAMW;

    assertThat(ColumnSquares.byGradients(WIDTH, WIDTH, rowWise)).isFalse();
    assertThat(ColumnSquares.byGradients(WIDTH + 1, WIDTH, rowWise)).isTrue();
    assertThat(ColumnSquares.byGradients(2 * WIDTH, WIDTH, adam)).isFalse();
    assertThat(ColumnSquares.byGradients(2 * WIDTH + 1, WIDTH, adam)).isTrue();
  }

  @ParameterizedTest(name = "{0} rows, seed 41")
  @ValueSource(ints = {1, 25, 200})
  void areThoseOfLoops(int rows) {
    WideSample sample = new WideSample(200, COLUMNS, 41);
    int[] chosen = sample.batch(1, rows);
    double[][] delta = delta(rows);
    double[] expected = expected(sample.scaled(chosen), delta);

    Tensor factor = Tensors.ofRows(delta).to(ScalarType.Float);
    double[] found = found(sample.tiles(chosen), factor, 1);

    for (int j = 0; j < COLUMNS; j++) {
      assertThat(found[j]).as("column %d", j).isCloseTo(expected[j], within(1e-5 * expected[j]));
    }
    assertThat(found(sample.tiles(chosen), factor, 2)).isEqualTo(found);
  }

  /** Both ways give the norm of the same rows, just below the rule and just above it. */
  @ParameterizedTest(name = "{0} rows, {1}, seed 42")
  @CsvSource({
    "24, FLOAT32",
    "25, FLOAT32",
    "24, MIXED",
    "25, MIXED",
    "24, BFLOAT16",
    "25, BFLOAT16"
  })
  void theNormIsThatOfLoops(int rows, Arithmetic arithmetic) {
    WideSample sample = new WideSample(200, COLUMNS, 42);
    int[] chosen = sample.batch(1, rows);
    double[][] delta = delta(rows);
    double expected = 0;
    for (double square : expected(sample.scaled(chosen), delta)) {
      expected += square;
    }
    DenseProjection.Options options =
        new DenseProjection.Options(
            WIDTH, arithmetic, WideOptimiser.ROW_WISE, new WidePenalties(0, 0), 1);
    try (Parameters parameters = new Parameters(new Seed(43));
        DenseProjection dense = DenseProjection.create(options, COLUMNS, parameters)) {
      Tensor out = dense.forward(sample.tiles(chosen), true);
      out.mul(Tensors.ofRows(delta).to(out.scalar_type())).sum().backward();

      assertThat(dense.squaredGradientNorm()).isCloseTo(expected, within(1e-5 * expected));
      assertThat(dense.squaredGradientNorm()).as("again").isEqualTo(dense.squaredGradientNorm());
    }
  }

  /** The moments of a clipped step, asked for the norm before or not. */
  @ParameterizedTest(name = "{0} rows, norm asked for: {1}, seed 44")
  @CsvSource({"24, true", "25, true", "25, false"})
  void momentsAreOfTheClippedGradient(int rows, boolean asked) {
    WideSample sample = new WideSample(200, COLUMNS, 44);
    int[] chosen = sample.batch(1, rows);
    double[][] delta = delta(rows);
    double[] expected = expected(sample.scaled(chosen), delta);
    DenseProjection.Options options =
        new DenseProjection.Options(
            WIDTH, Arithmetic.FLOAT32, WideOptimiser.ROW_WISE, new WidePenalties(0, 0), 1);
    try (Parameters parameters = new Parameters(new Seed(45));
        DenseProjection dense = DenseProjection.create(options, COLUMNS, parameters)) {
      Tensor out = dense.forward(sample.tiles(chosen), true);
      out.mul(Tensors.ofRows(delta).to(out.scalar_type())).sum().backward();
      if (asked) {
        dense.squaredGradientNorm();
      }
      dense.update(new UpdateStep(1, 1e-3, 0, 0.3, new Seed(1)));
      dense.settle();

      double[] second = Tensors.toDoubles(((RowWiseUpdate) dense.moments()).second());
      for (int j = 0; j < COLUMNS; j++) {
        double mean = 0.001 * 0.3 * 0.3 * expected[j] / WIDTH;
        assertThat(second[j]).as("column %d", j).isCloseTo(mean, within(1e-4 * mean));
      }
    }
  }

  @Test
  void aGradientThatIsNotFiniteIsSeen() {
    WideSample sample = new WideSample(60, 300, 46);
    int[] chosen = sample.batch(1, 30);
    Tensor delta = Tensors.ofRows(delta(30)).to(ScalarType.Float);
    delta.narrow(0, 3, 1).fill_(new Scalar(Double.NaN));

    assertThat(found(sample.tiles(chosen), delta, 1)[7]).isNaN();
  }

  private static double[] found(Tiles tiles, Tensor delta, int threads) {
    Torch.threads(threads);
    return Tensors.toDoubles(ColumnSquares.of(tiles, delta));
  }

  private static double[][] delta(int rows) {
    SplittableRandom random = new Seed(47).random();
    double[][] delta = new double[rows][WIDTH];
    for (double[] row : delta) {
      for (int k = 0; k < WIDTH; k++) {
        row[k] = random.nextGaussian() / rows;
      }
    }
    return delta;
  }

  /** Σ_k (Σ_i x_ij δ_ik)². */
  private static double[] expected(Tensor table, double[][] delta) {
    double[][] x = Tensors.toRows(table);
    double[] squares = new double[COLUMNS];
    for (int j = 0; j < COLUMNS; j++) {
      for (int k = 0; k < WIDTH; k++) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
          sum += x[i][j] * delta[i][k];
        }
        squares[j] += sum * sum;
      }
    }
    return squares;
  }
}
