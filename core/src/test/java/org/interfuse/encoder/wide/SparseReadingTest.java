package org.interfuse.encoder.wide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.interfuse.encoder.Encoder;
import org.interfuse.modality.ArrayMatrix;
import org.interfuse.modality.SparseMatrix;
import org.interfuse.modality.WideMatrix;
import org.interfuse.preprocessing.FeatureShape;
import org.interfuse.preprocessing.WideFeatures;
import org.interfuse.target.Target;
import org.interfuse.target.TargetType;
import org.interfuse.tensor.Parameters;
import org.interfuse.tensor.Pass;
import org.interfuse.tensor.Seed;
import org.interfuse.tensor.Tensors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Sparse columns give by their stored cells what they give in tiles, and are not read in tiles. */
final class SparseReadingTest {
  private static final int ROWS = 50;
  private static final int COLUMNS = 5000; // more than one chunk
  private static final int STORED_OF_HUNDRED = 4;
  private static final int[] SOME = IntStream.range(0, ROWS).filter(i -> i % 7 != 3).toArray();
  private static final double[][] CELLS = cells();
  private static final float[] SCALE = new float[COLUMNS];
  private static final FeatureShape SHAPE =
      FeatureShape.ofWide(IntStream.range(0, COLUMNS).mapToObj(Integer::toString).toList(), null);

  static {
    for (int j = 0; j < COLUMNS; j++) {
      SCALE[j] = 0.5f + (j % 5) * 0.1f;
    }
  }

  private static double[][] cells() {
    SplittableRandom random = new SplittableRandom(31);
    double[][] cells = new double[ROWS][COLUMNS];
    for (double[] row : cells) {
      Arrays.setAll(row, j -> random.nextInt(100) < STORED_OF_HUNDRED ? 1 + random.nextInt(3) : 0);
      row[17] = 0; // a column that does not occur
    }
    return cells;
  }

  private static WideFeatures sparse() {
    return WideFeatures.uncentred(new Cells(CELLS), SHAPE, true, SCALE, CELLS);
  }

  private static WideFeatures dense() {
    return WideFeatures.uncentred(ArrayMatrix.of(CELLS), SHAPE, true, SCALE, CELLS);
  }

  private static double scaled(int i, int j) {
    return Math.log1p(CELLS[i][j]) * SCALE[j];
  }

  @Test
  void innerProductsAreThoseOfLoops() {
    try (TileScale scale = TileScale.of(sparse())) {
      double[] products = RowProducts.of(new FeatureTiles(scale, SOME));
      for (int a = 0; a < SOME.length; a++) {
        for (int b = 0; b < SOME.length; b++) {
          double expected = 0;
          for (int j = 0; j < COLUMNS; j++) {
            expected += scaled(SOME[a], j) * scaled(SOME[b], j);
          }
          assertThat(products[a * SOME.length + b]).isCloseTo(expected, within(1e-4));
        }
      }
    }
  }

  @Test
  void thinProductsAreThoseOfTiles() {
    int[] few = {3, 40};
    Tensor right = random(COLUMNS, 3);
    Tensor left = random(SOME.length, 3);
    try (PointerScope scope = new PointerScope();
        TileScale cells = TileScale.of(sparse());
        TileScale table = TileScale.of(dense())) {
      FeatureTiles x = new FeatureTiles(cells, SOME);
      FeatureTiles t = new FeatureTiles(table, SOME);
      TileProducts.Slices slices = (from, to) -> right.narrow(0, from, to - from);
      close(
          TileProducts.times(x, 3, ScalarType.Float, slices),
          TileProducts.times(t, 3, ScalarType.Float, slices));
      Tensor found = Tensors.empty(ScalarType.Float, COLUMNS, 3);
      Tensor expected = Tensors.empty(ScalarType.Float, COLUMNS, 3);
      TileProducts.transposed(x, left, found);
      TileProducts.transposed(t, left, expected);
      close(found, expected);
      close(TileProducts.through(x, x, left), TileProducts.through(t, t, left));
      close(
          TileProducts.through(new FeatureTiles(cells, few), x, left),
          TileProducts.through(new FeatureTiles(table, few), t, left));
    }
  }

  private static Tensor random(int rows, int columns) {
    SplittableRandom random = new SplittableRandom(7);
    double[] values = random.doubles((long) rows * columns, -1, 1).toArray();
    return Tensors.ofDoubles(values, rows, columns).to(ScalarType.Float);
  }

  private static void close(Tensor found, Tensor expected) {
    assertThat(found.sub(expected).abs_().max().item_double()).isLessThan(1e-4);
    assertThat(expected.abs().max().item_double()).isGreaterThan(0.1);
  }

  static Stream<Target> targets() {
    SplittableRandom random = new SplittableRandom(9);
    double[] numbers = random.doubles(ROWS, -1, 1).toArray();
    double[] times = random.ints(ROWS, 1, 20).asDoubleStream().toArray(); // with ties
    boolean[] events = new boolean[ROWS];
    byte[][] labels = new byte[ROWS][];
    for (int i = 0; i < ROWS; i++) {
      events[i] = random.nextInt(3) > 0;
      labels[i] = new byte[] {(byte) (i % 2), (byte) (i % 5 == 0 ? -1 : i / 25)};
    }
    numbers[4] = Double.NaN;
    times[9] = Double.NaN;
    return Stream.of(
        new Target.Classification(
            Target.schema("y", TargetType.CLASSIFICATION, "a", "b", "c"),
            random.ints(ROWS, -1, 3).toArray()),
        new Target.Multilabel(Target.schema("y", TargetType.MULTILABEL, "a", "b"), labels),
        new Target.Regression(Target.schema("y", TargetType.REGRESSION), numbers),
        new Target.Survival(Target.schema("y", TargetType.SURVIVAL), times, events));
  }

  @ParameterizedTest
  @MethodSource("targets")
  void associationsAreThoseOfTiles(Target target) {
    Target own = target.select(SOME);
    try (TileScale cells = TileScale.of(sparse());
        TileScale table = TileScale.of(dense())) {
      double[] found = Association.of(new FeatureTiles(cells, SOME), own);
      double[] expected = Association.of(new FeatureTiles(table, SOME), own);

      assertThat(found).containsExactly(expected, within(1e-9));
      assertThat(Arrays.stream(found).max().orElse(0)).isGreaterThan(0.1);
      assertThat(found[17]).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Projection.class,
      names = {"PCA", "RANDOM", "SCREENED"})
  void encodersGiveWhatTheyGiveInTiles(Projection projection) {
    double[][] found = outputs(projection, sparse());
    double[][] expected = outputs(projection, dense());

    for (int i = 0; i < found.length; i++) {
      assertThat(found[i]).containsExactly(expected[i], within(2e-3));
    }
  }

  private static double[][] outputs(Projection projection, WideFeatures features) {
    WideEncoder.Spec spec = GroupedProjectionTest.spec(projection, WideOptimiser.ROW_WISE);
    Target classes = targets().findFirst().orElseThrow();
    try (PointerScope scope = new PointerScope();
        Parameters parameters = new Parameters(new Seed(3), ScalarType.Float)) {
      Encoder encoder = spec.build(SHAPE, parameters);
      encoder.prepare(WideRowsOf.training(features, SOME, classes));
      double[][] outputs =
          Tensors.toRows(
              encoder
                  .forward(WideRowsOf.input(features, ScalarType.Float, 3, 9), Pass.inference())
                  .pooled());
      encoder.close();
      return outputs;
    }
  }

  /** Nobody reads it as tiles. */
  private record Cells(double[][] cells) implements SparseMatrix {
    @Override
    public int rows() {
      return cells.length;
    }

    @Override
    public int columns() {
      return cells[0].length;
    }

    @Override
    public long bytes() {
      return 8 * stored();
    }

    @Override
    public long stored() {
      return IntStream.range(0, rows()).mapToLong(this::stored).sum();
    }

    @Override
    public int stored(int row) {
      return (int) Arrays.stream(cells[row]).filter(cell -> cell != 0).count();
    }

    @Override
    public int read(int row, int[] columns, float[] values, int at) {
      int count = 0;
      for (int j = 0; j < columns(); j++) {
        if (cells[row][j] != 0) {
          columns[at + count] = j;
          values[at + count++] = (float) cells[row][j];
        }
      }
      return count;
    }

    @Override
    public void read(int[] rows, int from, int to, ByteBuffer tile) {
      throw new AssertionError("sparse rows are not read as tiles");
    }

    @Override
    public WideMatrix select(int[] columns) {
      double[][] few = new double[rows()][];
      Arrays.setAll(few, i -> Arrays.stream(columns).mapToDouble(j -> cells[i][j]).toArray());
      return ArrayMatrix.of(few);
    }
  }
}
