package org.interfuse.encoder.wide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.interfuse.encoder.UpdateStep;
import org.interfuse.tensor.NamedTensors;
import org.interfuse.tensor.Parameters;
import org.interfuse.tensor.Seed;
import org.interfuse.tensor.Tensors;
import org.interfuse.tensor.Torch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against the dense computation with autograd, which makes the whole batch and gradient. */
final class DenseProjectionTest {
  private static final int WIDTH = 8;
  private static final double RATE = 1e-3;
  private static final double DECAY = 0.1;
  private static final WidePenalties NONE = new WidePenalties(0, 0);

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

  /** Through products of the rows, and of many rows through the columns' gradients. */
  @ParameterizedTest(name = "{0}, {1} rows, seed 5")
  @CsvSource({"ROW_WISE, 8", "ROW_WISE, 9", "ROW_WISE, 16", "ADAMW, 8", "ADAMW, 16", "ADAMW, 17"})
  void losesWhatADenseLayerLoses(WideOptimiser optimiser, int batch) {
    int columns = 10_000;
    WideSample sample = new WideSample(200, columns, 11);
    double factor = 256.0 / columns;
    try (Parameters parameters = new Parameters(new Seed(5));
        Run tiled = run(parameters, Arithmetic.FLOAT32, optimiser, NONE, factor, sample)) {
      tiled.batch = batch;
      Reference dense =
          new Reference(optimiser, tiled.projection.weight().clone(), RATE * factor, sample);
      dense.batch = batch;
      for (int step = 1; step <= 50; step++) {
        double norm = dense.step(step);
        double loss = tiled.step(step);
        assertThat(loss).as("loss of step %d, seed 5", step).isCloseTo(dense.loss, within(1e-5));
        assertThat(tiled.norm).as("norm of step %d", step).isCloseTo(norm, within(1e-4 * norm));
      }
      tiled.projection.settle();
      assertThat(largestDifference(tiled.projection.weight(), dense.weight)).isLessThan(1e-6);
    }
  }

  @ParameterizedTest(name = "{0}, {1} rows")
  @CsvSource({"MIXED, 8", "MIXED, 16", "BFLOAT16, 8", "BFLOAT16, 16"})
  void halfPrecisionStaysNearTheDenseLayer(Arithmetic arithmetic, int batch) {
    WideSample sample = new WideSample(200, 2_000, 12);
    try (Parameters parameters = new Parameters(new Seed(6));
        Run tiled = run(parameters, arithmetic, WideOptimiser.ROW_WISE, NONE, 1, sample)) {
      tiled.batch = batch;
      Tensor start = tiled.projection.weight().to(ScalarType.Float).clone();
      Reference dense = new Reference(WideOptimiser.ROW_WISE, start, RATE, sample);
      dense.batch = batch;
      double[] losses = new double[60];
      for (int step = 1; step <= 60; step++) {
        dense.step(step);
        losses[step - 1] = tiled.step(step);
        assertThat(losses[step - 1])
            .as("step %d, seed 6", step)
            .isCloseTo(dense.loss, within(0.05 * losses[0]));
      }
      int few = batch < 16 ? 10 : 1; // losses of 8 rows vary
      assertThat(Arrays.stream(losses, 60 - few, 60).average().orElseThrow())
          .isLessThan(0.7 * Arrays.stream(losses, 0, few).average().orElseThrow());
    }
  }

  /** As the float32 test; what bfloat16 factors may cost is stated in docs/wide.md. */
  @ParameterizedTest(name = "{0}, {1}, {2} rows")
  @CsvSource({
    "MIXED, ROW_WISE, 8", "MIXED, ROW_WISE, 16", "MIXED, ADAMW, 8", "MIXED, ADAMW, 17",
    "BFLOAT16, ROW_WISE, 8", "BFLOAT16, ROW_WISE, 16", "BFLOAT16, ADAMW, 8", "BFLOAT16, ADAMW, 17"
  })
  void halfPrecisionLosesLittleOfTheDenseLoss(
      Arithmetic arithmetic, WideOptimiser optimiser, int batch) {
    int columns = 10_000;
    WideSample sample = new WideSample(200, columns, 11);
    double factor = 256.0 / columns;
    double most = 0;
    try (Parameters parameters = new Parameters(new Seed(5));
        Run tiled = run(parameters, arithmetic, optimiser, NONE, factor, sample)) {
      tiled.batch = batch;
      Tensor start = tiled.projection.weight().to(ScalarType.Float).clone();
      Reference dense = new Reference(optimiser, start, RATE * factor, sample);
      dense.batch = batch;
      for (int step = 1; step <= 50; step++) {
        dense.step(step);
        double loss = tiled.step(step);
        most = Math.max(most, Math.abs(loss - dense.loss) / dense.loss);
      }
    }
    assertThat(most).as("seed 5").isLessThan(arithmetic == Arithmetic.MIXED ? 0.01 : 0.03);
  }

  static Stream<Arguments> updates() {
    return Stream.of(Arithmetic.values())
        .flatMap(a -> Stream.of(WideOptimiser.values()).map(o -> Arguments.of(a, o)));
  }

  /** Fewer rows than columns of the weights, and more: their squares are taken differently. */
  static Stream<Arguments> updatesOfBatches() {
    return updates()
        .flatMap(u -> Stream.of(8, 16).map(n -> Arguments.of(u.get()[0], u.get()[1], n)));
  }

  @ParameterizedTest(name = "{0}, {1}, {2} rows, seed 7")
  @MethodSource("updatesOfBatches")
  void sameSeedSameBits(Arithmetic arithmetic, WideOptimiser optimiser, int batch) {
    WideSample sample = new WideSample(100, 20_000, 13);
    double[] once = losses(arithmetic, optimiser, 2, sample, batch, false);

    assertThat(losses(arithmetic, optimiser, 2, sample, batch, false)).isEqualTo(once);
    assertThat(losses(arithmetic, optimiser, 2, sample, batch, true))
        .as("settled after every step")
        .isEqualTo(once);
  }

  /** Each thread updates tiles of its own, with the same numbers; only sums are added otherwise. */
  @ParameterizedTest
  @MethodSource("updates")
  void twoThreadsComputeWhatOneDoes(Arithmetic arithmetic, WideOptimiser optimiser) {
    WideSample sample = new WideSample(100, 20_000, 13);
    double[] one = losses(arithmetic, optimiser, 1, sample, 16, false);
    double[] two = losses(arithmetic, optimiser, 2, sample, 16, false);

    double tolerance = arithmetic == Arithmetic.FLOAT32 ? 1e-5 : 1e-3;
    for (int step = 0; step < one.length; step++) {
      assertThat(two[step])
          .as("loss of step %d, seed 7", step + 1)
          .isCloseTo(one[step], within(tolerance * one[0]));
    }
    try (Parameters parameters = new Parameters(new Seed(7));
        Parameters others = new Parameters(new Seed(7));
        Run run = run(parameters, arithmetic, optimiser, NONE, 1, sample);
        Run other = run(others, arithmetic, optimiser, NONE, 1, sample)) {
      Torch.threads(1);
      run.step(1);
      run.projection.settle();
      Torch.threads(2);
      other.pass(1, run);
      other.projection.settle();
      assertThat(largestDifference(run.projection.weight(), other.projection.weight()))
          .as("the update of equal gradients")
          .isZero();
    }
  }

  private static double[] losses(
      Arithmetic arithmetic,
      WideOptimiser optimiser,
      int threads,
      WideSample sample,
      int batch,
      boolean settles) {
    Torch.threads(threads);
    try (Parameters parameters = new Parameters(new Seed(7));
        Run run = run(parameters, arithmetic, optimiser, NONE, 1, sample)) {
      run.batch = batch;
      double[] losses = new double[6];
      for (int step = 0; step < losses.length; step++) {
        losses[step] = run.step(step + 1);
        if (settles) {
          run.projection.settle();
        }
      }
      return losses;
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void aRowAloneGivesWhatItGivesAmongOthers(int rows) {
    WideSample sample = new WideSample(50, 3_001, 14);
    try (Parameters parameters = new Parameters(new Seed(8));
        Run run = run(parameters, Arithmetic.FLOAT32, WideOptimiser.ROW_WISE, NONE, 1, sample)) {
      Tensor all = run.projection.forward(sample.tiles(sample.allRows()), false);
      for (int row = 0; row + rows <= 9; row += rows) {
        int[] some = new int[rows];
        for (int i = 0; i < rows; i++) {
          some[i] = row + i;
        }
        Tensor alone = run.projection.forward(sample.tiles(some), false);
        assertThat(largestDifference(alone, all.narrow(0, row, rows))).isLessThan(1e-5);
      }
    }
  }

  @Test
  void aStepThatReachedNobodyChangesNothing() {
    WideSample sample = new WideSample(50, 300, 15);
    try (Parameters parameters = new Parameters(new Seed(9));
        Run run = run(parameters, Arithmetic.FLOAT32, WideOptimiser.ROW_WISE, NONE, 1, sample)) {
      Tensor before = run.projection.weight().clone();
      run.projection.update(new UpdateStep(1, RATE, DECAY, 1, new Seed(1)));
      run.projection.forward(sample.tiles(sample.batch(1)), true); // no backward pass
      run.projection.update(new UpdateStep(2, RATE, DECAY, 1, new Seed(1)));
      run.projection.settle();

      assertThat(run.projection.squaredGradientNorm()).isZero();
      assertThat(largestDifference(run.projection.weight(), before)).isZero();
    }
  }

  @Test
  void clippingScalesTheWholeGradient() {
    WideSample sample = new WideSample(50, 300, 16);
    Tensor whole = afterOneStep(sample, WideOptimiser.ADAMW, 1);
    Tensor clipped = afterOneStep(sample, WideOptimiser.ADAMW, 1e-9);

    // Adam's first step hardly knows the gradient's size, until ε counts
    assertThat(largestDifference(whole, clipped)).isGreaterThan(5e-4);
  }

  /** A step hardly depends on a constant factor; the moments, which later steps rest on, do. */
  @ParameterizedTest(name = "{0}, {1} rows")
  @CsvSource({"ROW_WISE, 8", "ROW_WISE, 40", "ADAMW, 8", "ADAMW, 40"})
  void momentsAreOfTheClippedGradient(WideOptimiser optimiser, int batch) {
    WideSample sample = new WideSample(50, 300, 16);
    int[] rows = sample.batch(1, batch);
    try (Parameters parameters = new Parameters(new Seed(10));
        Run run = run(parameters, Arithmetic.FLOAT32, optimiser, NONE, 1, sample)) {
      Tensor out = run.projection.forward(sample.tiles(rows), true);
      Tensor delta = out.detach().add(new Scalar(0.1));
      out.mul(delta).sum().backward();
      run.projection.update(new UpdateStep(1, RATE, 0, 0.3, new Seed(1)));
      run.projection.settle();

      Tensor gradient = torch.mm(sample.scaled(rows).t(), delta).mul(new Scalar(0.3));
      Tensor squares = gradient.square().mul(new Scalar(0.001));
      NamedTensors state = new NamedTensors();
      run.projection.addState(state);
      for (NamedTensors.Entry moment : state.entries()) {
        if (moment.name().equals("first")) {
          isClose(moment.tensor(), gradient.mul(new Scalar(0.1)));
        } else if (moment.name().equals("second")) {
          isClose(moment.tensor(), optimiser == WideOptimiser.ADAMW ? squares : squares.mean(1));
        }
      }
      assertThat(state.entries()).extracting(NamedTensors.Entry::name).contains("second");
    }
  }

  private static void isClose(Tensor found, Tensor expected) {
    assertThat(found.shape()).isEqualTo(expected.shape());
    double largest = expected.abs().max().item_double();
    assertThat(largestDifference(found, expected)).isLessThan(1e-5 * largest);
  }

  private static Tensor afterOneStep(WideSample sample, WideOptimiser optimiser, double factor) {
    try (Parameters parameters = new Parameters(new Seed(10));
        Run run = run(parameters, Arithmetic.FLOAT32, optimiser, NONE, 1, sample)) {
      run.backward(1);
      run.projection.update(new UpdateStep(1, RATE, 0, factor, new Seed(1)));
      run.projection.settle();
      return run.projection.weight().clone();
    }
  }

  @Test
  void penaltiesLeaveOutWeightsAndColumns() {
    WideSample sample = new WideSample(100, 400, 17);
    double none = zeros(sample, NONE, false);
    double absolute = zeros(sample, new WidePenalties(0.3, 0), false);
    double columns = zeros(sample, new WidePenalties(0, 0.6), true);

    assertThat(none).isZero();
    assertThat(absolute).as("share of zero weights").isBetween(0.05, 0.999);
    assertThat(columns).as("share of columns left out").isBetween(0.05, 0.999);
  }

  /** Share of zero weights, or of columns all of whose weights are zero, after 60 steps. */
  private static double zeros(WideSample sample, WidePenalties penalties, boolean columns) {
    try (Parameters parameters = new Parameters(new Seed(18));
        Run run =
            run(parameters, Arithmetic.FLOAT32, WideOptimiser.ROW_WISE, penalties, 1, sample)) {
      for (int step = 1; step <= 60; step++) {
        run.step(step);
      }
      run.projection.settle();
      Tensor sizes = run.projection.weight().abs();
      Tensor zero = (columns ? sizes.sum(1) : sizes).eq(new Scalar(0)).to(ScalarType.Double);
      return zero.mean().item_double();
    }
  }

  @ParameterizedTest(name = "mean {0}, by gradients {1}, seed 17")
  @CsvSource({
    "30, false",
    "1000, false",
    "100000, false",
    "30, true",
    "1000, true",
    "100000, true",
  })
  void columnsFarFromZeroTakeStepsOfTheRate(double mean, boolean byGradients) {
    java.util.SplittableRandom random = new Seed(17).random();
    float[] cells = new float[64 * 500];
    for (int i = 0; i < cells.length; i++) {
      cells[i] = (float) (mean + random.nextDouble());
    }
    float[] balanced = new float[64 * WIDTH]; // sums to 0, so that x_jᵀ(δδᵀ)x_j cancels
    for (int i = 0; i < 64; i++) {
      for (int k = 0; k < WIDTH; k++) {
        balanced[i * WIDTH + k] = (i + k) % 2 == 0 ? 1e-3f : -1e-3f;
      }
    }
    Tensor delta = Tensors.ofFloats(balanced, 64, WIDTH);
    Tensor table = Tensors.ofFloats(cells, 64, 500);
    try (RowWiseUpdate update = new RowWiseUpdate(ScalarType.Float, 500)) {
      Tensor weights = Tensors.zeros(ScalarType.Float, 500, WIDTH);
      WeightUpdate.Common common =
          WeightUpdate.Common.of(
              delta,
              byGradients ? ColumnSquares.of(new TableTiles(table), delta) : null,
              new UpdateStep(1, RATE, 0, 1, new Seed(1)),
              1,
              false);
      Tensor x = update.prepare(0, table.clone(), common);
      update.apply(weights, 0, x, common, new TileMemory(ScalarType.Float, 500, WIDTH));

      assertThat(weights.abs().max().item_double()).as("seed 17").isPositive().isLessThan(5 * RATE);
    }
  }

  @Test
  void roundingIsUnbiasedAndExactInBfloat16() {
    Tensor values = Tensors.ofFloats(new float[] {1.001f, -0.3337f, 3e-7f, 0f}, 1, 4);
    Tensor sum = Tensors.zeros(ScalarType.Double, 1, 4);
    int repeats = 20_000;
    for (int i = 0; i < repeats; i++) {
      try (PointerScope each = new PointerScope()) {
        Tensor rounded = values.clone();
        new RoundingNoise(new Seed(i), 1, 4).round(rounded, 0);
        assertThat(largestDifference(rounded.to(ScalarType.BFloat16), rounded)).isZero();
        sum.add_(rounded);
      }
    }
    double[] means = Tensors.toDoubles(sum.div_(new Scalar(repeats)));
    double[] exact = Tensors.toDoubles(values);
    for (int j = 0; j < means.length; j++) {
      // a bfloat16 is off by at most 2⁻⁷ of the value: five standard errors of the mean
      double bound = 5 * Math.abs(exact[j]) / 128 / Math.sqrt(repeats);
      assertThat(means[j]).isCloseTo(exact[j], within(bound + 1e-12));
    }
  }

  private static Run run(
      Parameters parameters,
      Arithmetic arithmetic,
      WideOptimiser optimiser,
      WidePenalties penalties,
      double factor,
      WideSample sample) {
    DenseProjection.Options options =
        new DenseProjection.Options(WIDTH, arithmetic, optimiser, penalties, factor);
    return new Run(DenseProjection.create(options, sample.columns(), parameters), sample);
  }

  private static double largestDifference(Tensor a, Tensor b) {
    return a.to(ScalarType.Double).sub(b.to(ScalarType.Double)).abs_().max().item_double();
  }

  /** The mean over a batch of (Σ_k tanh(h_k) / 2 − y)². */
  private static Tensor loss(Tensor output, Tensor outcome) {
    Tensor residual = output.tanh().sum(1).mul(new Scalar(0.5)).sub(outcome);
    return residual.mul(residual).mean();
  }

  /** A tiled projection on its way. */
  private static final class Run implements AutoCloseable {
    private final DenseProjection projection;
    private final WideSample sample;
    private int batch = 16;
    private double norm;
    private @Nullable Tensor delta; // of the last step

    private Run(DenseProjection projection, WideSample sample) {
      this.projection = projection;
      this.sample = sample;
    }

    /** A step with the gradient that another took. */
    void pass(int number, Run of) {
      try (PointerScope each = new PointerScope()) {
        Tensor product = projection.forward(sample.tiles(sample.batch(number, batch)), true);
        product.mul(Objects.requireNonNull(of.delta)).sum().backward();
        Seed seed = new Seed(3).at("step", number);
        projection.update(new UpdateStep(number, RATE, DECAY, 1, seed));
      }
    }

    double backward(int step) {
      int[] rows = sample.batch(step, batch);
      Tensor product = projection.forward(sample.tiles(rows), true);
      Tensor loss = loss(product, sample.outcome(rows));
      loss.backward();
      release();
      delta = OwnedTensors.keep(product.grad().clone());
      norm = Math.sqrt(projection.squaredGradientNorm());
      return loss.item_double();
    }

    double step(int number) {
      try (PointerScope each = new PointerScope()) {
        double loss = backward(number);
        Seed seed = new Seed(3).at("step", number);
        projection.update(new UpdateStep(number, RATE, DECAY, 1, seed));
        return loss;
      }
    }

    private void release() {
      if (delta != null) {
        delta.releaseReference();
        delta = null;
      }
    }

    @Override
    public void close() {
      release();
      projection.close();
    }
  }

  /** The same with a dense batch, the whole gradient, and the rule as its Javadoc has it. */
  private static final class Reference {
    private final WideOptimiser optimiser;
    private final Tensor weight;
    private final double rate;
    private final WideSample sample;
    private final Tensor first;
    private final Tensor second;
    private int batch = 16;
    private double loss;

    Reference(WideOptimiser optimiser, Tensor weight, double rate, WideSample sample) {
      this.optimiser = optimiser;
      this.weight = weight.set_requires_grad(true);
      this.rate = rate;
      this.sample = sample;
      this.first = torch.zeros_like(weight.detach());
      this.second =
          optimiser == WideOptimiser.ADAMW
              ? torch.zeros_like(weight.detach())
              : Tensors.zeros(ScalarType.Float, weight.size(0), 1);
    }

    /** The gradient's norm. */
    double step(int number) {
      try (PointerScope each = new PointerScope()) {
        int[] rows = sample.batch(number, batch);
        if (weight.grad().defined()) {
          weight.mutable_grad().zero_();
        }
        Tensor found =
            DenseProjectionTest.loss(sample.scaled(rows).matmul(weight), sample.outcome(rows));
        found.backward();
        loss = found.item_double();
        try (NoGradGuard guard = new NoGradGuard()) {
          update(weight.grad(), number);
        }
        return weight.grad().norm().item_double();
      }
    }

    private void update(Tensor gradient, int number) {
      Tensor value = weight.detach();
      value.mul_(new Scalar(1 - RATE * DECAY));
      Tensor squares = gradient.mul(gradient);
      boolean adam = optimiser == WideOptimiser.ADAMW;
      second
          .mul_(new Scalar(0.999))
          .add_(
              (adam
                      ? squares
                      : squares.mean(
                          new long[] {1}, true, new org.bytedeco.pytorch.ScalarTypeOptional()))
                  .mul(new Scalar(0.001)));
      first.mul_(new Scalar(0.9)).add_(gradient.mul(new Scalar(0.1)));
      Tensor root =
          second.div(new Scalar(1 - Math.pow(0.999, number))).sqrt().add(new Scalar(1e-8));
      Tensor direction = adam ? first.div(new Scalar(1 - Math.pow(0.9, number))) : gradient;
      value.sub_(direction.div(root).mul(new Scalar(rate)));
    }
  }
}
