package org.interfuse.encoder.wide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.interfuse.encoder.Activation;
import org.interfuse.encoder.Encoder;
import org.interfuse.encoder.UpdateStep;
import org.interfuse.modality.ColumnGroups;
import org.interfuse.preprocessing.WideFeatures;
import org.interfuse.tensor.Parameter;
import org.interfuse.tensor.Parameters;
import org.interfuse.tensor.Pass;
import org.interfuse.tensor.Seed;
import org.interfuse.tensor.Tensors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What options of the encoder do to a step, against the formulas of docs/wide.md: r = learning_rate
 * · min(1, 256/p), of grouped learning_rate; {@code l1} = λ takes r λ off each weight, down to 0,
 * and {@code group} = λ takes r λ √width off the norm of a column's weights.
 */
final class StepOptionsTest {
  private static final int COLUMNS = 1024;
  private static final double SHARE = 0.25; // 256 / 1,024
  private static final double RATE = 0.1;

  /** Which weights, and of what columns. */
  private enum Kind {
    DENSE(Projection.DENSE, false),
    LOW_RANK(Projection.LOW_RANK, false),
    GROUPED(Projection.GROUPED, false),
    DENSE_OF_CELLS(Projection.DENSE, true),
    LOW_RANK_OF_CELLS(Projection.LOW_RANK, true);

    private final Projection projection;
    private final boolean sparse;

    Kind(Projection projection, boolean sparse) {
      this.projection = projection;
      this.sparse = sparse;
    }

    /** r, where the columns are so many that it is a share of the learning rate. */
    double rate(double share) {
      return this == GROUPED ? RATE : RATE * share;
    }

    WideEncoder.Spec spec(
        int width, int components, WideOptimiser optimiser, double l1, double group) {
      return new WideEncoder.Spec(
          projection,
          width,
          components,
          1,
          Arithmetic.FLOAT32,
          optimiser,
          l1,
          group,
          0,
          false,
          Activation.GELU);
    }
  }

  /**
   * The weights of columns, or of memberships [m, 1].
   *
   * @param before as they began
   * @param after one step
   */
  private record Step(double[][] before, double[][] after) {
    /** Of all rows, where the gradient of each output is 1,000. */
    static Step of(WideEncoder.Spec spec, WideFeatures features) {
      int[] rows = IntStream.range(0, features.rows()).toArray();
      try (PointerScope scope = new PointerScope();
          Parameters parameters = new Parameters(new Seed(17))) {
        Encoder encoder = spec.build(features.shape(), parameters);
        double[][] before = weights(parameters);
        encoder
            .forward(
                WideRowsOf.input(features, ScalarType.Float, rows), Pass.training(new Seed(18)))
            .pooled()
            .sum()
            .mul(new Scalar(1000.0))
            .backward();
        encoder.update(new UpdateStep(1, RATE, 0, 1, new Seed(19)));
        encoder.settle();
        Step step = new Step(before, weights(parameters));
        encoder.close();
        return step;
      }
    }

    private static double[][] weights(Parameters parameters) {
      Tensor weight =
          parameters.all().stream()
              .filter(parameter -> parameter.name().equals("weight"))
              .map(Parameter::value)
              .findFirst()
              .orElseThrow();
      return Tensors.toRows(weight.dim() == 1 ? weight.unsqueeze(1) : weight);
    }
  }

  private static WideFeatures sparse(FewCells cells) {
    float[] scale = new float[cells.columns()];
    Arrays.fill(scale, 0.5f);
    WideRowsOf named = new WideRowsOf(new double[0][], new float[0], scale, null);
    return WideFeatures.uncentred(cells, named.shape(), false, scale, cells);
  }

  static Stream<Arguments> penalties() {
    double[][] pairs = {{0.5, 0}, {0, 1}, {0.2, 0.6}};
    return Arrays.stream(Kind.values())
        .flatMap(kind -> Arrays.stream(pairs).map(pair -> Arguments.of(kind, pair[0], pair[1])));
  }

  @ParameterizedTest(name = "{0}, l1 {1}, group {2}, seed 17")
  @MethodSource("penalties")
  void penaltiesShrinkWhatAStepWithoutThemLeaves(Kind kind, double l1, double group) {
    FewCells cells = FewCells.scattered(12, COLUMNS);
    ColumnGroups groups = GroupedProjectionTest.groups(COLUMNS, 40);
    WideFeatures features =
        kind.sparse ? sparse(cells) : WideRowsOf.random(12, COLUMNS, 17).grouped(groups).features();
    WideOptimiser optimiser = WideOptimiser.ROW_WISE;
    double[][] plain = Step.of(kind.spec(4, 3, optimiser, 0, 0), features).after;

    Step found = Step.of(kind.spec(4, 3, optimiser, l1, group), features);

    assertThat(cells.readInTiles()).isFalse();
    long zeros = 0;
    for (int j = 0; j < plain.length; j++) {
      boolean untouched = kind.sparse && !cells.occurs(j);
      double[] expected =
          untouched ? found.before[j] : shrunk(plain[j], kind.rate(SHARE), l1, group);
      assertThat(found.after[j])
          .as("weights %d, seed 17", j)
          .containsExactly(expected, within(1e-5));
      zeros += Arrays.stream(found.after[j]).filter(w -> w == 0).count();
    }
    assertThat(zeros).isBetween(1L, (long) plain.length * plain[0].length - 1);
  }

  /** By the formulas, l1 before group. */
  private static double[] shrunk(double[] weights, double rate, double l1, double group) {
    double[] soft =
        Arrays.stream(weights)
            .map(w -> Math.signum(w) * Math.max(0, Math.abs(w) - rate * l1))
            .toArray();
    double norm = Math.sqrt(Arrays.stream(soft).map(w -> w * w).sum());
    double left = Math.max(0, norm - rate * group * Math.sqrt(weights.length));
    return Arrays.stream(soft).map(w -> norm == 0 ? 0 : w * left / norm).toArray();
  }

  static Stream<Arguments> sizes() {
    List<Arguments> sizes = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      for (WideOptimiser optimiser : WideOptimiser.values()) {
        sizes.add(Arguments.of(kind, optimiser, 100, 1.0));
        sizes.add(Arguments.of(kind, optimiser, 256, 1.0));
        sizes.add(Arguments.of(kind, optimiser, 512, 0.5));
        sizes.add(Arguments.of(kind, optimiser, COLUMNS, SHARE));
      }
    }
    return sizes.stream();
  }

  /** One weight a column: its first gradient over the root of the second moment is 1 or −1. */
  @ParameterizedTest(name = "{0}, {1}, {2} columns, seed 17")
  @MethodSource("sizes")
  void aFirstStepMovesWeightsByTheRateOfSoManyColumns(
      Kind kind, WideOptimiser optimiser, int columns, double share) {
    int rows = 6;
    double[][] diagonal = new double[rows][columns];
    IntStream.range(0, rows).forEach(i -> diagonal[i][i] = 1);
    FewCells cells = FewCells.of(diagonal);
    WideFeatures features = kind.sparse ? sparse(cells) : constant(rows, columns);

    Step found = Step.of(kind.spec(1, 1, optimiser, 0, 0), features);

    double rate = kind.rate(share);
    for (int j = 0; j < found.before.length; j++) {
      double expected = kind.sparse && !cells.occurs(j) ? 0 : rate;
      assertThat(Math.abs(found.after[j][0] - found.before[j][0]))
          .as("weight %d, seed 17", j)
          .isCloseTo(expected, within(1e-3 * rate));
    }
  }

  /** Cells of 1, so that all columns have the same gradient. */
  private static WideFeatures constant(int rows, int columns) {
    double[][] ones = new double[rows][columns];
    Arrays.stream(ones).forEach(row -> Arrays.fill(row, 1));
    float[] scale = new float[columns];
    Arrays.fill(scale, 1);
    ColumnGroups groups = GroupedProjectionTest.groups(columns, 20);
    return new WideRowsOf(ones, new float[columns], scale, groups).features();
  }
}
