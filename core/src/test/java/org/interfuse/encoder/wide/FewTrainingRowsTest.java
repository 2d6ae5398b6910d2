package org.interfuse.encoder.wide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.interfuse.encoder.Encoder;
import org.interfuse.encoder.EncoderInput;
import org.interfuse.encoder.TrainingRows;
import org.interfuse.preprocessing.FeatureShape;
import org.interfuse.preprocessing.Features;
import org.interfuse.preprocessing.Prepared;
import org.interfuse.preprocessing.WideFeatures;
import org.interfuse.target.Target;
import org.interfuse.tensor.Parameters;
import org.interfuse.tensor.Pass;
import org.interfuse.tensor.Seed;
import org.interfuse.tensor.Tensors;
import org.interfuse.tensor.Torch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The rows of a fit may all lack a modality, or all but one: what stops early and what an ensemble
 * draws does not look at who has it. Nothing is learned of it then, and other rows are encoded.
 */
final class FewTrainingRowsTest {
  private static final int ROWS = 12;
  private static final int COLUMNS = 700;
  private static final long SEED = 41;

  private final WideRowsOf wide =
      WideRowsOf.random(ROWS, COLUMNS, SEED).grouped(GroupedProjectionTest.groups(COLUMNS, 20));

  @BeforeAll
  static void load() {
    Torch.load();
  }

  /** How the columns come. */
  private enum Kind {
    TILES,
    CELLS,
    TABLE
  }

  static Stream<Arguments> cases() {
    return Arrays.stream(Projection.values())
        .flatMap(
            projection ->
                Arrays.stream(Kind.values())
                    .filter(kind -> kind != Kind.TABLE || projection != Projection.GROUPED)
                    .flatMap(
                        kind ->
                            Stream.of(0, 1).map(count -> Arguments.of(projection, kind, count))));
  }

  private Prepared features(Kind kind) {
    return switch (kind) {
      case TILES -> wide.features();
      case CELLS ->
          WideFeatures.uncentred(
              FewCells.scattered(ROWS, COLUMNS), wide.shape(), false, wide.scale(), wide);
      case TABLE ->
          new Features(
              ROWS,
              new FeatureShape(wide.shape().names(), COLUMNS, new int[0]),
              numeric(),
              new int[0]);
    };
  }

  private float[] numeric() {
    double[][] x = wide.scaled();
    float[] numeric = new float[ROWS * COLUMNS];
    for (int i = 0; i < numeric.length; i++) {
      numeric[i] = (float) x[i / COLUMNS][i % COLUMNS];
    }
    return numeric;
  }

  @ParameterizedTest(name = "{0}, {1}, {2} training rows, seed 41")
  @MethodSource("cases")
  void nothingIsLearned(Projection projection, Kind kind, int count) {
    Prepared features = features(kind);
    int[] training = IntStream.range(5, 5 + count).toArray();
    try (PointerScope scope = new PointerScope();
        Parameters parameters = new Parameters(new Seed(2));
        Parameters others = new Parameters(new Seed(2))) {
      WideEncoder.Spec spec = GroupedProjectionTest.spec(projection, WideOptimiser.ROW_WISE);
      Encoder encoder = spec.build(features.shape(), parameters);
      Encoder asBuilt = spec.build(features.shape(), others);

      encoder.prepare(
          new TrainingRows(
              features, training, List.of(wide.classes().select(training)), new Seed(3)));

      double[][] outputs = outputs(encoder, features);
      assertThat(Arrays.stream(outputs).flatMapToDouble(Arrays::stream)).allMatch(Double::isFinite);
      boolean standardised = projection == Projection.PCA || projection == Projection.RANDOM;
      assertThat(outputs) // as built, screened has the first columns
          .isDeepEqualTo(
              standardised ? new double[ROWS][outputs[0].length] : outputs(asBuilt, features));
      encoder.close();
      asBuilt.close();
    }
  }

  private double[][] outputs(Encoder encoder, Prepared features) {
    int[] all = IntStream.range(0, ROWS).toArray();
    EncoderInput input =
        features instanceof WideFeatures some
            ? WideRowsOf.input(some, ScalarType.Float, all)
            : new EncoderInput(Tensors.ofFloats(numeric(), ROWS, COLUMNS), null);
    return Tensors.toRows(encoder.forward(input, Pass.inference()).pooled());
  }

  static Stream<Arguments> targets() {
    return SparseReadingTest.targets()
        .flatMap(target -> Stream.of(0, 1).map(count -> Arguments.of(target, count)));
  }

  @ParameterizedTest(name = "{1} training rows, seed 42")
  @MethodSource("targets")
  void noColumnTellsMoreThanTheFirst(Target target, int count) {
    WideRowsOf many = WideRowsOf.random(target.size(), 30, 42);
    int[] rows = IntStream.range(6, 6 + count).toArray();
    try (TileScale scale = TileScale.of(many.features())) {
      int[] strongest =
          Association.strongest(new FeatureTiles(scale, rows), target.select(rows), 4);

      assertThat(strongest).containsExactly(0, 1, 2, 3);
    }
  }

  /** Fewer than components are asked for, and far from the centre. */
  @ParameterizedTest(name = "{0}, seed 43")
  @ValueSource(strings = {"4", "2 9", "1 3 6 7 8"})
  void passesOverTheTilesOfFewRowsComeToTheirInnerProducts(String chosen) {
    int[] rows = Arrays.stream(chosen.split(" ")).mapToInt(Integer::parseInt).toArray();
    WideRowsOf centred = WideRowsOf.random(ROWS, 300, 43);
    WideRowsOf far = new WideRowsOf(centred.cells(), new float[300], centred.scale(), null);
    try (TileScale scale = TileScale.of(far.features())) {
      FeatureTiles tiles = new FeatureTiles(scale, rows);

      LeftVectors found = LeftVectors.ofTiles(tiles, 6, ScalarType.Float);

      LeftVectors expected = LeftVectors.ofProducts(RowProducts.of(tiles), rows.length, 6);
      assertThat(expected.rank()).isEqualTo(rows.length - 1);
      assertThat(found.rank()).isEqualTo(expected.rank());
      for (int k = 0; k < found.rank(); k++) {
        double value = expected.values()[k];
        assertThat(found.values()[k]).isCloseTo(value, within(1e-4 * value));
      }
    }
  }
}
