package org.interfuse.encoder.wide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.interfuse.encoder.Activation;
import org.interfuse.encoder.Encoder;
import org.interfuse.encoder.UpdateStep;
import org.interfuse.modality.ColumnGroups;
import org.interfuse.preprocessing.FeatureShape;
import org.interfuse.preprocessing.WideFeatures;
import org.interfuse.tensor.Parameters;
import org.interfuse.tensor.Pass;
import org.interfuse.tensor.Seed;
import org.interfuse.tensor.Tensors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Trained weights of memberships, against a dense matrix with autograd. */
final class GroupedProjectionTest {
  private static final int ROWS = 12;
  private static final int COLUMNS = 9000; // three tiles
  private static final int GROUPS = 40;
  private static final int WIDTH = 5;

  /** Groups of neighbours and of scattered columns; some columns in none, some in several. */
  static ColumnGroups groups(int columns, int count) {
    SplittableRandom random = new SplittableRandom(4);
    List<String> names = new ArrayList<>();
    List<int[]> members = new ArrayList<>();
    for (int g = 0; g < count; g++) {
      names.add("g" + g);
      int from = random.nextInt(columns / 2);
      int step = g % 2 == 0 ? 1 : 1 + random.nextInt(columns / 40);
      int own = g;
      IntStream.range(0, 3 + g % 17)
          .map(i -> from + i * step)
          .filter(j -> j < columns)
          .forEach(j -> members.add(new int[] {j, own}));
    }
    return new ColumnGroups(
        names,
        members.stream().mapToInt(m -> m[0]).toArray(),
        members.stream().mapToInt(m -> m[1]).toArray());
  }

  static WideEncoder.Spec spec(Projection projection, WideOptimiser optimiser) {
    return new WideEncoder.Spec(
        projection, WIDTH, 4, 6, Arithmetic.FLOAT32, optimiser, 0, 0, 0, false, Activation.GELU);
  }

  @ParameterizedTest
  @EnumSource(WideOptimiser.class)
  void stepsAreThoseOfADenseReference(WideOptimiser optimiser) {
    ColumnGroups groups = groups(COLUMNS, GROUPS);
    WideRowsOf wide = WideRowsOf.random(ROWS, COLUMNS, 6).grouped(groups);
    WideFeatures features = wide.features();
    int[] rows = {3, 1, 4, 9, 5};
    try (PointerScope scope = new PointerScope();
        TileScale scale = TileScale.of(features);
        Parameters parameters = new Parameters(new Seed(1), ScalarType.Double)) {
      GroupedProjection projection =
          GroupedProjection.create(
              spec(Projection.GROUPED, optimiser), features.shape(), parameters);
      Tensor weight = parameters.all().get(0).value();
      Tensor second = parameters.all().get(1).value(); // [WIDTH, G]
      double[] start = Tensors.toDoubles(weight);
      Tensor x = Tensors.ofRows(select(wide.scaled(), rows));
      double[] first = new double[start.length];
      double[] squares = new double[start.length];
      double[] expected = start.clone();
      for (int step = 1; step <= 3; step++) {
        Tensor dense = dense(expected, groups).set_requires_grad(true); // [p, G]
        Tensor reference =
            torch.mm(torch.gelu(torch.mm(x, dense)), second.detach().t()).square().sum();
        reference.backward();
        Tensor own = projection.forward(new FeatureTiles(scale, rows), true).square().sum();
        own.backward();
        assertThat(own.item_double())
            .isCloseTo(reference.item_double(), within(1e-4 * reference.item_double()));
        double[] gradient = memberships(Tensors.toRows(dense.grad()), groups);
        double norm =
            IntStream.range(0, gradient.length).mapToDouble(m -> gradient[m] * gradient[m]).sum();
        assertThat(projection.squaredGradientNorm()).isCloseTo(norm, within(1e-3 * norm));
        double clip = 0.5 / step; // one that stays would change no step
        projection.update(new UpdateStep(step, 0.01, 0.1, clip, new Seed(2)));
        for (int m = 0; m < expected.length; m++) {
          double g = clip * gradient[m];
          squares[m] = 0.999 * squares[m] + 0.001 * g * g;
          first[m] = 0.9 * first[m] + 0.1 * g;
          double numerator =
              optimiser == WideOptimiser.ADAMW ? first[m] / (1 - Math.pow(0.9, step)) : g;
          double root = Math.sqrt(squares[m] / (1 - Math.pow(0.999, step))) + 1e-8;
          expected[m] = expected[m] * (1 - 0.01 * 0.1) - 0.01 * numerator / root;
        }
        double[] found = Tensors.toDoubles(weight);
        for (int m = 0; m < expected.length; m++) {
          assertThat(found[m])
              .as("weight %d, step %d", m, step)
              .isCloseTo(expected[m], within(1e-4));
        }
      }
      projection.close();
    }
  }

  private static double[][] select(double[][] x, int[] rows) {
    return IntStream.of(rows).mapToObj(i -> x[i]).toArray(double[][]::new);
  }

  private static int[] sizes(ColumnGroups groups) {
    int[] sizes = new int[groups.names().size()];
    IntStream.of(groups.groups()).forEach(g -> sizes[g]++);
    return sizes;
  }

  private static Tensor dense(double[] weights, ColumnGroups groups) {
    double[][] dense = new double[COLUMNS][GROUPS];
    int[] sizes = sizes(groups);
    for (int m = 0; m < weights.length; m++) {
      int group = groups.groups()[m];
      dense[groups.columns()[m]][group] = weights[m] / Math.sqrt(sizes[group]);
    }
    return Tensors.ofRows(dense);
  }

  private static double[] memberships(double[][] gradient, ColumnGroups groups) {
    int[] sizes = sizes(groups);
    return IntStream.range(0, groups.columns().length)
        .mapToDouble(
            m ->
                gradient[groups.columns()[m]][groups.groups()[m]]
                    / Math.sqrt(sizes[groups.groups()[m]]))
        .toArray();
  }

  @Test
  void columnsWithoutAGroupSayNothing() {
    ColumnGroups groups = new ColumnGroups(List.of("one"), new int[] {1, 3}, new int[] {0, 0});
    WideRowsOf wide = WideRowsOf.random(4, 6, 8).grouped(groups);
    double[][] changed = wide.cells().clone();
    for (int i = 0; i < 4; i++) {
      changed[i] = changed[i].clone();
      changed[i][0] = 99;
      changed[i][5] = Double.NaN;
    }
    WideRowsOf other = new WideRowsOf(changed, wide.centre(), wide.scale(), groups);
    try (PointerScope scope = new PointerScope();
        Parameters parameters = new Parameters(new Seed(1), ScalarType.Float)) {
      Encoder encoder =
          spec(Projection.GROUPED, WideOptimiser.ROW_WISE).build(wide.shape(), parameters);

      double[][] before = outputs(encoder, wide.features());

      assertThat(outputs(encoder, other.features())).isDeepEqualTo(before);
      encoder.close();
    }
  }

  private static double[][] outputs(Encoder encoder, WideFeatures features) {
    return Tensors.toRows(
        encoder
            .forward(WideRowsOf.input(features, ScalarType.Float, 0, 1, 2, 3), Pass.inference())
            .pooled());
  }

  @Test
  void askForGroups() {
    FeatureShape shape = FeatureShape.ofWide(List.of("a", "b"), null);
    try (Parameters parameters = new Parameters(new Seed(1))) {
      assertThatThrownBy(
              () -> spec(Projection.GROUPED, WideOptimiser.ROW_WISE).build(shape, parameters))
          .hasMessage(
              "projection: expected groups of columns for 'grouped', but there are none: give the"
                  + " source `groups:`, or take another projection");
    }
  }
}
