package org.interfuse.encoder.wide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.SingularValueDecomposition;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.interfuse.encoder.Encoder;
import org.interfuse.encoder.EncoderInput;
import org.interfuse.encoder.TrainingRows;
import org.interfuse.preprocessing.FeatureShape;
import org.interfuse.preprocessing.Features;
import org.interfuse.preprocessing.WideFeatures;
import org.interfuse.tensor.Parameter;
import org.interfuse.tensor.Parameters;
import org.interfuse.tensor.Pass;
import org.interfuse.tensor.Seed;
import org.interfuse.tensor.Tensors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every projection of encoder {@code wide} must hold to. */
final class WideProjectionsTest {
  private static final int ROWS = 40;
  private static final int COLUMNS = 700;
  private static final int[] TRAIN = IntStream.range(0, 30).toArray();

  private final WideRowsOf wide =
      WideRowsOf.random(ROWS, COLUMNS, 9).grouped(GroupedProjectionTest.groups(COLUMNS, 20));

  private static WideEncoder.Spec spec(Projection projection) {
    return GroupedProjectionTest.spec(projection, WideOptimiser.ROW_WISE);
  }

  /** An encoder after {@code prepare}. */
  private record Built(Encoder encoder, Parameters parameters) implements AutoCloseable {
    static Built of(Projection projection, FeatureShape shape, ScalarType type, long seed) {
      Parameters parameters = new Parameters(new Seed(seed), type);
      return new Built(spec(projection).build(shape, parameters), parameters);
    }

    double[][] values() {
      return parameters.all().stream()
          .map(parameter -> Tensors.toDoubles(parameter.value()))
          .toArray(double[][]::new);
    }

    double[][] outputs(WideFeatures features, int... rows) {
      try (PointerScope scope = new PointerScope()) {
        ScalarType type = parameters.type();
        return Tensors.toRows(
            encoder.forward(WideRowsOf.input(features, type, rows), Pass.inference()).pooled());
      }
    }

    @Override
    public void close() {
      encoder.close();
      parameters.close();
    }
  }

  private Built prepared(Projection projection, ScalarType type, WideFeatures features) {
    Built built = Built.of(projection, features.shape(), type, 1);
    built.encoder.prepare(WideRowsOf.training(features, TRAIN, wide.classes()));
    return built;
  }

  private static void close(double[][] found, double[][] expected, double tolerance) {
    assertThat(found).hasDimensions(expected.length, expected[0].length);
    for (int i = 0; i < expected.length; i++) {
      for (int k = 0; k < expected[i].length; k++) {
        assertThat(found[i][k]).as("[%d][%d]", i, k).isCloseTo(expected[i][k], within(tolerance));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Projection.class)
  void aRowDependsOnItselfAlone(Projection projection) {
    WideFeatures features = wide.features();
    try (Built built = prepared(projection, ScalarType.Double, features)) {
      double[][] together = built.outputs(features, 5, 33, 7);

      close(built.outputs(features, 33), new double[][] {together[1]}, 1e-9);
      close(
          built.outputs(features, 7, 5, 33),
          new double[][] {together[2], together[0], together[1]},
          1e-9);
    }
  }

  @ParameterizedTest
  @EnumSource(Projection.class)
  void nothingIsFittedOutsideTheTrainingRows(Projection projection) {
    double[][] changed = Arrays.stream(wide.cells()).map(double[]::clone).toArray(double[][]::new);
    for (int i = TRAIN.length; i < ROWS; i++) {
      Arrays.fill(changed[i], i % 2 == 0 ? 77 : 1e30);
    }
    WideRowsOf other = new WideRowsOf(changed, wide.centre(), wide.scale(), wide.groups());
    WideFeatures features = wide.features();
    WideFeatures elsewhere = other.features();
    try (Built built = prepared(projection, ScalarType.Float, features);
        Built again = prepared(projection, ScalarType.Float, elsewhere)) {
      assertThat(again.values()).isDeepEqualTo(built.values());
      assertThat(again.outputs(elsewhere, 3, 8)).isDeepEqualTo(built.outputs(features, 3, 8));
    }
  }

  @ParameterizedTest
  @EnumSource(Projection.class)
  void parametersAreAllThereIsToAModel(Projection projection) {
    WideFeatures features = wide.features();
    try (Built built = prepared(projection, ScalarType.Float, features);
        Built loaded = Built.of(projection, features.shape(), ScalarType.Float, 2)) {
      List<Parameter> from = built.parameters.all();
      List<Parameter> to = loaded.parameters.all();
      for (int i = 0; i < from.size(); i++) {
        assertThat(to.get(i).name()).isEqualTo(from.get(i).name());
        try (PointerScope scope = new PointerScope()) {
          to.get(i).value().detach().copy_(from.get(i).value().detach());
        }
      }
      WideFeatures same = wide.features();

      assertThat(loaded.outputs(same, TRAIN)).isDeepEqualTo(built.outputs(features, TRAIN));
    }
  }

  @ParameterizedTest
  @EnumSource(Projection.class)
  void preparedTwiceIsTheSame(Projection projection) {
    WideFeatures features = wide.features();
    try (Built built = prepared(projection, ScalarType.Float, features)) {
      double[][] values = built.values();
      double[][] outputs = built.outputs(features, TRAIN);

      built.encoder.prepare(WideRowsOf.training(features, TRAIN, wide.classes()));

      assertThat(built.values()).isDeepEqualTo(values);
      assertThat(built.outputs(features, TRAIN)).isDeepEqualTo(outputs);
    }
  }

  /** A table of the same cells, in float64, where inputs have gradients. */
  @ParameterizedTest
  @EnumSource(
      value = Projection.class,
      names = {"PCA", "RANDOM", "SCREENED"})
  void tablesGiveTheSameAndHaveGradients(Projection projection) {
    WideFeatures features = wide.features();
    double[][] x = wide.scaled();
    FeatureShape shape = new FeatureShape(features.shape().names(), COLUMNS, new int[0]);
    float[] numeric = new float[ROWS * COLUMNS];
    for (int i = 0; i < numeric.length; i++) {
      numeric[i] = (float) x[i / COLUMNS][i % COLUMNS];
    }
    Features table = new Features(ROWS, shape, numeric, new int[0]);
    try (PointerScope scope = new PointerScope();
        Built built = prepared(projection, ScalarType.Double, features);
        Built tabular = Built.of(projection, shape, ScalarType.Double, 1)) {
      tabular.encoder.prepare(
          new TrainingRows(table, TRAIN, List.of(wide.classes().select(TRAIN)), new Seed(3)));
      Tensor input = Tensors.ofRows(x).set_requires_grad(true);
      Tensor output =
          tabular.encoder.forward(new EncoderInput(input, null), Pass.inference()).pooled();

      int[] all = IntStream.range(0, ROWS).toArray();
      close(Tensors.toRows(output), built.outputs(features, all), 1e-4);
      output.sum().backward();
      assertThat(input.grad().abs().sum().item_double()).isPositive();
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Projection.class,
      names = {"PCA", "RANDOM", "SCREENED"})
  void gradientsOfTheLinearMapAreThoseOfDifferences(Projection projection) {
    WideFeatures features = wide.features();
    try (PointerScope scope = new PointerScope();
        Built built = prepared(projection, ScalarType.Double, features)) {
      Supplier<Tensor> loss =
          () ->
              built
                  .encoder
                  .forward(
                      WideRowsOf.input(features, ScalarType.Double, TRAIN),
                      Pass.training(new Seed(1)))
                  .pooled()
                  .square()
                  .sum();
      loss.get().backward();
      for (Parameter parameter : built.parameters.trained()) {
        double analytic = parameter.value().grad().view(-1).select(0, 0).item_double();
        double step = 1e-5;
        Tensor first = parameter.value().detach().view(-1).narrow(0, 0, 1);
        first.add_(new Scalar(step));
        double above = loss.get().item_double();
        first.sub_(new Scalar(2 * step));
        double below = loss.get().item_double();
        first.add_(new Scalar(step));
        assertThat(analytic)
            .as(parameter.name())
            .isCloseTo((above - below) / (2 * step), within(1e-5 * (1 + Math.abs(analytic))));
      }
    }
  }

  @Test
  void componentsAreThoseOfTheTrainingRows() {
    WideFeatures features = wide.features();
    double[][] x = LeftVectorsTest.centred(wide.scaled(), TRAIN);
    SingularValueDecomposition svd =
        new SingularValueDecomposition(new Array2DRowRealMatrix(x).transpose());
    try (Built built = prepared(Projection.PCA, ScalarType.Float, features)) {
      double[] loadings = value(built, "loadings");
      double[] scale = value(built, "scale");
      for (int k = 0; k < 4; k++) {
        double inner = 0;
        double largest = 0;
        for (int j = 0; j < COLUMNS; j++) {
          double loading = loadings[j * 4 + k];
          inner += loading * svd.getU().getEntry(j, k);
          largest = Math.abs(loading) > Math.abs(largest) ? loading : largest;
        }
        assertThat(Math.abs(inner)).as("component %d", k).isCloseTo(1, within(1e-4));
        assertThat(largest).as("sign of %d", k).isPositive();
        double deviation = svd.getSingularValues()[k] / Math.sqrt(TRAIN.length);
        assertThat(1 / scale[k]).isCloseTo(deviation, within(1e-4 * deviation));
      }
    }
  }

  @Test
  void fewerRowsThanComponentsLeaveTheLastOnesOut() {
    WideFeatures features = wide.features();
    int[] three = {4, 8, 20};
    try (Built built = Built.of(Projection.PCA, features.shape(), ScalarType.Float, 1)) {
      built.encoder.prepare(WideRowsOf.training(features, three, wide.classes()));

      double[] scale = value(built, "scale");
      assertThat(scale[1]).isPositive();
      assertThat(Arrays.copyOfRange(scale, 2, 4)).containsOnly(0);
      assertThat(built.outputs(features, 0, 39)[0]).doesNotContain(Double.NaN);
    }
  }

  @Test
  void randomSumsKeepDistances() {
    WideRowsOf many = WideRowsOf.random(12, 6000, 3);
    double[][] x = many.scaled();
    WideEncoder.Spec spec =
        new WideEncoder.Spec(
            Projection.RANDOM,
            3,
            2000,
            1,
            Arithmetic.FLOAT32,
            WideOptimiser.ROW_WISE,
            0,
            0,
            0,
            false,
            org.interfuse.encoder.Activation.RELU);
    try (PointerScope scope = new PointerScope();
        Parameters parameters = new Parameters(new Seed(6));
        TileScale scale = TileScale.of(many.features())) {
      RandomScores scores = RandomScores.create(6000, spec.components(), parameters);
      double[][] sums =
          Tensors.toRows(scores.of(new FeatureTiles(scale, IntStream.range(0, 12).toArray())));
      for (int i = 1; i < 12; i++) {
        double expected = distance(x[0], x[i]) / 6000;
        assertThat(distance(sums[0], sums[i]) / 2000).isCloseTo(expected, within(0.15 * expected));
      }
    }
  }

  private static double distance(double[] a, double[] b) {
    return IntStream.range(0, a.length).mapToDouble(j -> (a[j] - b[j]) * (a[j] - b[j])).sum();
  }

  @Test
  void screeningFindsTheColumnsThatTell() {
    WideFeatures features = wide.features();
    try (Built built = prepared(Projection.SCREENED, ScalarType.Float, features)) {
      double[] columns = value(built, "columns");

      assertThat(columns).isSorted().hasSize(6).contains(0, 1);
    }
  }

  private static double[] value(Built built, String name) {
    return built.parameters.all().stream()
        .filter(parameter -> parameter.name().equals(name))
        .map(parameter -> Tensors.toDoubles(parameter.value()))
        .findFirst()
        .orElseThrow();
  }
}
