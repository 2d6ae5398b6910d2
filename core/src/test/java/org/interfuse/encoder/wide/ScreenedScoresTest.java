package org.interfuse.encoder.wide;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.interfuse.modality.PackedNames;
import org.interfuse.modality.WideMatrix;
import org.interfuse.preprocessing.FeatureShape;
import org.interfuse.preprocessing.WideFeatures;
import org.interfuse.tensor.Parameters;
import org.interfuse.tensor.Seed;
import org.interfuse.tensor.Tensors;
import org.interfuse.tensor.Torch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows times kept columns may be more than one buffer takes, so they are read in tiles. */
final class ScreenedScoresTest {
  private static final int ROWS = 3000;
  private static final int COLUMNS = 700;
  private static final int KEPT = 601;

  @AfterEach
  void end() {
    Torch.threads(1);
  }

  /** Cell (i, j) is 1000 i + j. */
  private static final class Matrix implements WideMatrix {
    private final AtomicLong largest = new AtomicLong();

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
      return 0;
    }

    @Override
    public void read(int[] rows, int from, int to, ByteBuffer tile) {
      largest.accumulateAndGet((long) rows.length * (to - from), Math::max);
      int at = 0;
      for (int row : rows) {
        for (int j = from; j < to; j++, at += Float.BYTES) {
          tile.putFloat(at, 1000f * row + j);
        }
      }
    }

    @Override
    public WideMatrix select(int[] columns) {
      assertThat(columns).isEqualTo(IntStream.range(0, columns.length).toArray());
      Matrix all = this;
      return new WideMatrix() {
        @Override
        public int rows() {
          return ROWS;
        }

        @Override
        public int columns() {
          return columns.length;
        }

        @Override
        public long bytes() {
          return 0;
        }

        @Override
        public void read(int[] rows, int from, int to, ByteBuffer tile) {
          all.read(rows, from, to, tile);
        }
      };
    }
  }

  @ParameterizedTest(name = "{0} threads")
  @ValueSource(ints = {1, 2})
  void noTileHasAllKeptColumnsOfManyRows(int threads) {
    Torch.load();
    Torch.threads(threads);
    Matrix matrix = new Matrix();
    float[] scale = new float[COLUMNS];
    Arrays.fill(scale, 0.5f);
    PackedNames names =
        PackedNames.of(() -> IntStream.range(0, COLUMNS).mapToObj(Integer::toString).iterator());
    WideFeatures features =
        WideFeatures.uncentred(
            matrix, FeatureShape.ofWide(names, null), /* logarithm= */ false, scale, matrix);
    try (PointerScope scope = new PointerScope();
        Parameters parameters = new Parameters(new Seed(1));
        TileScale figures = TileScale.of(features)) {
      int[] rows = IntStream.range(0, ROWS).map(i -> ROWS - 1 - i).toArray();
      ScreenedScores scores = ScreenedScores.create(COLUMNS, KEPT, parameters);

      double[][] found = Tensors.toRows(scores.of(new FeatureTiles(figures, rows)));

      assertThat(matrix.largest.get()).isLessThan((long) ROWS * KEPT / 2);
      for (int i = 0; i < ROWS; i += 271) {
        for (int j = 0; j < KEPT; j++) {
          assertThat(found[i][j]).isEqualTo(0.5 * (1000.0 * rows[i] + j));
        }
      }
    }
  }
}
