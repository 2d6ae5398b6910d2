package org.interfuse.encoder.wide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.GeneratorOptional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.interfuse.encoder.UpdateStep;
import org.interfuse.modality.PackedNames;
import org.interfuse.modality.SparseMatrix;
import org.interfuse.preprocessing.FeatureShape;
import org.interfuse.preprocessing.WideFeatures;
import org.interfuse.tensor.NamedTensors;
import org.interfuse.tensor.Parameters;
import org.interfuse.tensor.Seed;
import org.interfuse.tensor.Tensors;
import org.interfuse.tensor.Torch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Sparse rows, read by their cells or in tiles, against a dense layer with autograd. */
final class SparseProjectionTest {
  private static final int ROWS = 120;
  private static final int COLUMNS = 3_000;
  private static final int STORED = 20;
  private static final int WIDTH = 8;
  private static final int BATCH = 16;
  private static final double RATE = 1e-3;
  private static final double DECAY = 0.1;

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

  @ParameterizedTest(name = "{0}, {1}, {2} threads, seed 21")
  @CsvSource({
    "FLOAT32, ROW_WISE, 1, 1e-5",
    "MIXED, ROW_WISE, 2, 1e-5",
    "FLOAT32, ADAMW, 1, 1e-5",
    "MIXED, ADAMW, 1, 1e-5",
    "BFLOAT16, ROW_WISE, 1, 0.02",
    "BFLOAT16, ADAMW, 1, 0.02"
  })
  void learnsAsADenseLayerThatUpdatesTheColumnsThatOccur(
      Arithmetic arithmetic, WideOptimiser optimiser, int threads, double bound) {
    learns(new Cells(21), arithmetic, optimiser, threads, bound);
  }

  /** Of which a fifth is stored. */
  @ParameterizedTest(name = "{0}, {1}, {2} threads, seed 31")
  @CsvSource({
    "FLOAT32, ROW_WISE, 1, 1e-5",
    "MIXED, ROW_WISE, 2, 1e-5",
    "FLOAT32, ADAMW, 1, 1e-5",
    "MIXED, ADAMW, 1, 1e-5",
    "BFLOAT16, ROW_WISE, 1, 0.02",
    "BFLOAT16, ADAMW, 1, 0.02"
  })
  void learnsOfManyCellsAsADenseLayerThatUpdatesEveryColumn(
      Arithmetic arithmetic, WideOptimiser optimiser, int threads, double bound) {
    learns(new Cells(31, COLUMNS / 5), arithmetic, optimiser, threads, bound);
  }

  private static void learns(
      Cells cells, Arithmetic arithmetic, WideOptimiser optimiser, int threads, double bound) {
    Torch.threads(threads);
    TileScale scale = TileScale.of(cells.features());
    DenseProjection.Options options =
        new DenseProjection.Options(WIDTH, arithmetic, optimiser, new WidePenalties(0, 0), 0.5);
    try (Parameters parameters = new Parameters(new Seed(22));
        DenseProjection sparse = DenseProjection.create(options, COLUMNS, parameters)) {
      int[] all = IntStream.range(0, ROWS).toArray();
      sparse.prepare(new FeatureTiles(scale, all), List.of());
      boolean many = cells.stored() * 16 > (long) ROWS * COLUMNS;
      Dense dense = new Dense(optimiser, many, sparse.weight().to(ScalarType.Float).clone());
      double first = 0;
      double loss = 0;
      for (int step = 1; step <= 40; step++) {
        int[] rows = Arrays.copyOf(new Seed(23).at("order", step).permutation(ROWS), BATCH);
        double expected = dense.step(step, cells.dense(rows), cells.outcome(rows));
        try (PointerScope each = new PointerScope()) {
          Tensor found =
              loss(sparse.forward(new FeatureTiles(scale, rows), true), cells.outcome(rows));
          found.backward();
          loss = found.item_double();
          double norm = Math.sqrt(sparse.squaredGradientNorm());
          assertThat(loss).as("loss of step %d", step).isCloseTo(expected, within(bound));
          assertThat(norm).isCloseTo(dense.norm, within((bound < 1e-3 ? 1e-4 : 0.05) * dense.norm));
          sparse.update(new UpdateStep(step, RATE, DECAY, 0.7, new Seed(step)));
        }
        first = step == 1 ? loss : first;
      }
      sparse.settle();
      assertThat(cells.readAsTiles).isEqualTo(many);
      double difference =
          sparse.weight().to(ScalarType.Float).sub(dense.weight).abs_().max().item_double();
      assertThat(difference).isLessThan(bound);
      assertThat(loss).isLessThan(first);
    }
  }

  /** Of so wide a layer that a step takes several chunks of columns. */
  @Test
  void aStepIsThatOfLoopsAndOfAnyNumberOfThreads() {
    Cells cells = new Cells(28);
    int width = 300;
    int[] rows = {0, 3, 5, 8, 13, 21, 34, 55, 89, 3, 44, 45, 46, 47, 48, 49, 50, 51, 52, 53};
    Tensor delta = Tensors.empty(ScalarType.Float, rows.length, width);
    delta.uniform_(-1e-3, 1e-3, new GeneratorOptional(new Seed(29).generator()));
    Tensor once = afterOneStep(cells, rows, delta, 1);

    double[][] x = Tensors.toRows(cells.dense(rows));
    double[][] d = Tensors.toRows(delta);
    double[][] before =
        Tensors.toRows(afterOneStep(cells, rows, Tensors.empty(ScalarType.Float, 0), 1));
    double[][] after = Tensors.toRows(once);
    for (int j = 0; j < COLUMNS; j++) {
      double[] gradient = new double[width];
      for (int i = 0; i < rows.length; i++) {
        for (int k = 0; k < width; k++) {
          gradient[k] += 0.7 * x[i][j] * d[i][k];
        }
      }
      double root = Math.sqrt(Arrays.stream(gradient).map(g -> g * g).average().orElseThrow());
      for (int k = 0; k < width; k++) {
        double expected =
            root == 0
                ? before[j][k]
                : before[j][k] * (1 - RATE * DECAY) - RATE * gradient[k] / (root + 1e-8);
        assertThat(after[j][k]).as("column %d, seed 28", j).isCloseTo(expected, within(1e-6));
      }
    }
    assertThat(afterOneStep(cells, rows, delta, 2).equal(once)).as("two threads").isTrue();
  }

  /** The weights after a step of a given gradient; before it where that is empty. */
  private static Tensor afterOneStep(Cells cells, int[] rows, Tensor delta, int threads) {
    Torch.threads(threads);
    DenseProjection.Options options =
        new DenseProjection.Options(
            300, Arithmetic.FLOAT32, WideOptimiser.ROW_WISE, new WidePenalties(0, 0), 1);
    try (Parameters parameters = new Parameters(new Seed(30));
        TileScale scale = TileScale.of(cells.features());
        DenseProjection sparse = DenseProjection.create(options, COLUMNS, parameters)) {
      if (delta.numel() > 0) {
        sparse.forward(new FeatureTiles(scale, rows), true).mul(delta).sum().backward();
        sparse.update(new UpdateStep(1, RATE, DECAY, 0.7, new Seed(1)));
      }
      return sparse.weight().clone();
    }
  }

  @ParameterizedTest
  @EnumSource(WideOptimiser.class)
  void momentsAreOfTheClippedGradient(WideOptimiser optimiser) {
    Cells cells = new Cells(37);
    int[] rows = {0, 3, 5, 3};
    DenseProjection.Options options =
        new DenseProjection.Options(
            WIDTH, Arithmetic.FLOAT32, optimiser, new WidePenalties(0, 0), 1);
    try (Parameters parameters = new Parameters(new Seed(38));
        TileScale scale = TileScale.of(cells.features());
        DenseProjection sparse = DenseProjection.create(options, COLUMNS, parameters)) {
      Tensor out = sparse.forward(new FeatureTiles(scale, rows), true);
      Tensor delta = out.detach().add(new Scalar(0.1));
      out.mul(delta).sum().backward();
      sparse.update(new UpdateStep(1, RATE, 0, 0.3, new Seed(1)));
      sparse.settle();

      assertThat(cells.readAsTiles).isFalse();
      NamedTensors state = new NamedTensors();
      sparse.addState(state);
      double[] second =
          state.entries().stream()
              .filter(one -> one.name().equals("second"))
              .map(one -> Tensors.toDoubles(one.tensor()))
              .findFirst()
              .orElseThrow();
      Tensor squares =
          torch.mm(cells.dense(rows).t(), delta).square_().mul(new Scalar(0.001 * 0.3 * 0.3));
      double[] expected =
          Tensors.toDoubles(optimiser == WideOptimiser.ADAMW ? squares : squares.mean(1));
      double largest = Arrays.stream(expected).max().orElseThrow();
      assertThat(second).containsExactly(expected, within(1e-5 * largest));
    }
  }

  @Test
  void columnsThatDoNotOccurStayAsTheyAre() {
    Cells cells = new Cells(24);
    TileScale scale = TileScale.of(cells.features());
    DenseProjection.Options options =
        new DenseProjection.Options(
            WIDTH, Arithmetic.FLOAT32, WideOptimiser.ROW_WISE, new WidePenalties(0.1, 0.1), 1);
    try (Parameters parameters = new Parameters(new Seed(25));
        DenseProjection sparse = DenseProjection.create(options, COLUMNS, parameters)) {
      Tensor before = sparse.weight().clone();
      int[] rows = {3, 5};
      loss(sparse.forward(new FeatureTiles(scale, rows), true), cells.outcome(rows)).backward();
      sparse.update(new UpdateStep(1, RATE, DECAY, 1, new Seed(1)));

      double[] changed = Tensors.toDoubles(sparse.weight().sub(before).abs().sum(1));
      boolean[] occurs = new boolean[COLUMNS];
      for (int row : rows) {
        for (int column : cells.columns[row]) {
          occurs[column] = true;
        }
      }
      for (int j = 0; j < COLUMNS; j++) {
        assertThat(changed[j] > 0).as("column %d", j).isEqualTo(occurs[j]);
      }
    }
  }

  /** The training rows decide, not the others. */
  @ParameterizedTest(name = "{0} of 3,000 cells of a training row, seed 32")
  @CsvSource({"187, false", "188, true"})
  void moreThanOneInSixteenIsReadInTiles(int stored, boolean inTiles) {
    Cells cells = new Cells(32, 1500);
    for (int row : new int[] {4, 5, 6}) {
      cells.columns[row] = IntStream.range(0, stored).toArray();
      cells.values[row] = new float[stored];
      Arrays.fill(cells.values[row], 2);
    }
    DenseProjection.Options options =
        new DenseProjection.Options(
            WIDTH, Arithmetic.FLOAT32, WideOptimiser.ROW_WISE, new WidePenalties(0, 0), 1);
    try (Parameters parameters = new Parameters(new Seed(33));
        TileScale scale = TileScale.of(cells.features());
        DenseProjection sparse = DenseProjection.create(options, COLUMNS, parameters)) {
      sparse.prepare(new FeatureTiles(scale, new int[] {4, 5, 6}), List.of());
      sparse.forward(new FeatureTiles(scale, new int[] {0, 1}), false);

      assertThat(cells.readAsTiles).isEqualTo(inTiles);
    }
  }

  @ParameterizedTest
  @EnumSource(Arithmetic.class)
  void tilesAndCellsGiveTheSame(Arithmetic arithmetic) {
    Cells cells = new Cells(34);
    int[] rows = {1, 2, 3, 3, 100};
    DenseProjection.Options options =
        new DenseProjection.Options(
            WIDTH, arithmetic, WideOptimiser.ROW_WISE, new WidePenalties(0, 0), 1);
    try (Parameters parameters = new Parameters(new Seed(35));
        TileScale scale = TileScale.of(cells.features());
        TileScale many = TileScale.of(new Cells(36, 1500).features());
        DenseProjection sparse = DenseProjection.create(options, COLUMNS, parameters)) {
      Tensor byCells = sparse.forward(new FeatureTiles(scale, rows), false);
      assertThat(cells.readAsTiles).as("a model that was not trained here").isFalse();
      sparse.prepare(new FeatureTiles(many, rows), List.of());
      Tensor inTiles = sparse.forward(new FeatureTiles(scale, rows), false);

      assertThat(cells.readAsTiles).isTrue();
      assertThat(byCells.sub(inTiles).abs_().max().item_double()).isLessThan(1e-5);
    }
  }

  @Test
  void theWeightsServeDenseRowsToo() {
    Cells cells = new Cells(26);
    TileScale scale = TileScale.of(cells.features());
    DenseProjection.Options options =
        new DenseProjection.Options(
            WIDTH, Arithmetic.FLOAT32, WideOptimiser.ROW_WISE, new WidePenalties(0, 0), 1);
    try (Parameters parameters = new Parameters(new Seed(27));
        DenseProjection sparse = DenseProjection.create(options, COLUMNS, parameters)) {
      int[] rows = {0, 7, 7, 119};
      Tensor fromCells = sparse.forward(new FeatureTiles(scale, rows), false);
      Tensor fromTable = sparse.forward(new TableTiles(cells.dense(rows)), false);

      assertThat(fromCells.sub(fromTable).abs_().max().item_double()).isLessThan(1e-5);
    }
  }

  private static Tensor loss(Tensor output, Tensor outcome) {
    Tensor residual = output.tanh().sum(1).mul(new Scalar(0.5)).sub(outcome);
    return residual.mul(residual).mean();
  }

  /** Counts of columns, a few a row; columns 0 and 1 are in many rows. */
  private static final class Cells implements SparseMatrix {
    private final int[][] columns = new int[ROWS][];
    private final float[][] values = new float[ROWS][];
    private final float[] scale = new float[COLUMNS];
    private volatile boolean readAsTiles;

    Cells(long seed) {
      this(seed, STORED);
    }

    Cells(long seed, int stored) {
      SplittableRandom random = new SplittableRandom(seed);
      for (int i = 0; i < ROWS; i++) {
        columns[i] =
            IntStream.concat(IntStream.of(random.nextInt(2)), random.ints(stored, 2, COLUMNS))
                .distinct()
                .sorted()
                .toArray();
        values[i] = new float[columns[i].length];
        for (int k = 0; k < values[i].length; k++) {
          values[i][k] = 1 + random.nextInt(4);
        }
      }
      for (int j = 0; j < COLUMNS; j++) {
        scale[j] = 0.5f + (j % 5) * 0.1f;
      }
    }

    WideFeatures features() {
      PackedNames names =
          PackedNames.of(() -> IntStream.range(0, COLUMNS).mapToObj(Integer::toString).iterator());
      return WideFeatures.uncentred(this, FeatureShape.ofWide(names, null), true, scale, this);
    }

    /** log(1 + x) times the scale, computed here. */
    Tensor dense(int[] rows) {
      float[] table = new float[rows.length * COLUMNS];
      for (int i = 0; i < rows.length; i++) {
        for (int k = 0; k < columns[rows[i]].length; k++) {
          int column = columns[rows[i]][k];
          table[i * COLUMNS + column] = (float) (Math.log(1 + values[rows[i]][k]) * scale[column]);
        }
      }
      return Tensors.ofFloats(table, rows.length, COLUMNS);
    }

    Tensor outcome(int[] rows) {
      float[] outcome = new float[rows.length];
      for (int i = 0; i < rows.length; i++) {
        outcome[i] = columns[rows[i]][0] + 0.1f * (rows[i] % 7);
      }
      return Tensors.ofFloats(outcome);
    }

    @Override
    public int rows() {
      return ROWS;
    }

    @Override
    public int columns() {
      return COLUMNS;
    }

    @Override
    public long bytes() {
      return 8 * stored();
    }

    @Override
    public long stored() {
      return Arrays.stream(columns).mapToLong(row -> row.length).sum();
    }

    @Override
    public int stored(int row) {
      return columns[row].length;
    }

    @Override
    public int read(int row, int[] into, float[] cells, int at) {
      System.arraycopy(columns[row], 0, into, at, columns[row].length);
      System.arraycopy(values[row], 0, cells, at, columns[row].length);
      return columns[row].length;
    }

    @Override
    public void read(int[] rows, int from, int to, ByteBuffer tile) {
      readAsTiles = true;
      int width = to - from;
      for (int i = 0; i < rows.length; i++) {
        for (int j = 0; j < width; j++) {
          int found = Arrays.binarySearch(columns[rows[i]], from + j);
          float value = found < 0 ? 0 : values[rows[i]][found];
          tile.putFloat((i * width + j) * Float.BYTES, value);
        }
      }
    }
  }

  /** The whole gradient, and the rule for the columns that occur. */
  private static final class Dense {
    private final WideOptimiser optimiser;
    private final boolean every;
    private final Tensor weight;
    private final double[][] first = new double[COLUMNS][WIDTH];
    private final double[][] second = new double[COLUMNS][WIDTH];
    private final int[] counts = new int[COLUMNS];
    private double norm;

    /**
     * A layer.
     *
     * @param every whether every column is updated in each step
     */
    Dense(WideOptimiser optimiser, boolean every, Tensor weight) {
      this.optimiser = optimiser;
      this.every = every;
      this.weight = weight.set_requires_grad(true);
    }

    double step(int number, Tensor x, Tensor outcome) {
      try (PointerScope each = new PointerScope()) {
        if (weight.grad().defined()) {
          weight.mutable_grad().zero_();
        }
        Tensor found = loss(x.matmul(weight), outcome);
        found.backward();
        norm = weight.grad().norm().item_double();
        double[][] gradient = Tensors.toRows(weight.grad().mul(new Scalar(0.7)));
        double[][] values = Tensors.toRows(weight);
        double[] occurs = Tensors.toDoubles(x.abs().sum(0));
        for (int j = 0; j < COLUMNS; j++) {
          if (every || occurs[j] > 0) {
            update(values[j], gradient[j], j);
          }
        }
        try (NoGradGuard guard = new NoGradGuard()) {
          weight.detach().copy_(Tensors.ofRows(values));
        }
        return found.item_double();
      }
    }

    private void update(double[] w, double[] g, int j) {
      counts[j]++;
      double mean = Arrays.stream(g).map(v -> v * v).average().orElseThrow();
      boolean adam = optimiser == WideOptimiser.ADAMW;
      for (int k = 0; k < WIDTH; k++) {
        first[j][k] = 0.9 * first[j][k] + 0.1 * g[k];
        second[j][k] = 0.999 * second[j][k] + 0.001 * (adam ? g[k] * g[k] : mean);
        double direction = adam ? first[j][k] / (1 - Math.pow(0.9, counts[j])) : g[k];
        double root = Math.sqrt(second[j][k] / (1 - Math.pow(0.999, counts[j]))) + 1e-8;
        w[k] = w[k] * (1 - RATE * DECAY) - 0.5 * RATE * direction / root;
      }
    }
  }
}
