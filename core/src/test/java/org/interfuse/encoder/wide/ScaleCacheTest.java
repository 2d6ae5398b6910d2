package org.interfuse.encoder.wide;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.interfuse.encoder.Encoder;
import org.interfuse.modality.PackedNames;
import org.interfuse.modality.SparseMatrix;
import org.interfuse.modality.WideMatrix;
import org.interfuse.preprocessing.FeatureShape;
import org.interfuse.preprocessing.WideFeatures;
import org.interfuse.tensor.Parameters;
import org.interfuse.tensor.Pass;
import org.interfuse.tensor.ProcessMemory;
import org.interfuse.tensor.Seed;
import org.interfuse.tensor.Torch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Figures of a million columns are held once, however many rows of the same fit are asked about.
 */
final class ScaleCacheTest {
  private static final int COLUMNS = 1_000_000;
  private static final int FEATURES = 30;

  @BeforeAll
  static void load() {
    Torch.load();
  }

  /** Each row is 1 in one column. */
  private static class Matrix implements WideMatrix {
    @Override
    public int rows() {
      return FEATURES;
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
    public boolean mayBeInfinite() {
      return false;
    }

    @Override
    public void read(int[] rows, int from, int to, ByteBuffer tile) {
      for (int at = 0; at < rows.length * (to - from); at++) {
        tile.putFloat(at * Float.BYTES, 0);
      }
      for (int i = 0; i < rows.length; i++) {
        if (rows[i] >= from && rows[i] < to) {
          tile.putFloat((i * (to - from) + rows[i] - from) * Float.BYTES, 1);
        }
      }
    }
  }

  private static final class Stored extends Matrix implements SparseMatrix {
    @Override
    public boolean mayBeInfinite() {
      return false;
    }

    @Override
    public long stored() {
      return FEATURES;
    }

    @Override
    public int stored(int row) {
      return 1;
    }

    @Override
    public int read(int row, int[] columns, float[] values, int at) {
      columns[at] = row;
      values[at] = 1;
      return 1;
    }
  }

  private static WideFeatures features(boolean sparse) {
    List<String> names =
        new AbstractList<>() {
          @Override
          public String get(int index) {
            return Integer.toString(index);
          }

          @Override
          public int size() {
            return COLUMNS;
          }
        };
    float[] scale = new float[COLUMNS];
    Arrays.fill(scale, 2);
    FeatureShape shape = FeatureShape.ofWide(PackedNames.of(names), null);
    return new WideFeatures(
        sparse ? new Stored() : new Matrix(),
        shape,
        false,
        sparse ? null : new float[COLUMNS],
        scale,
        scale);
  }

  @ParameterizedTest(name = "sparse {0}")
  @ValueSource(booleans = {false, true})
  void rowsOfOneFitShareThem(boolean sparse) {
    WideFeatures all = features(sparse);
    WideEncoder.Spec spec =
        new WideEncoder.Spec()
            .with(Projection.DENSE, 4, Arithmetic.FLOAT32, WideOptimiser.ROW_WISE);
    List<WideFeatures> asked = new ArrayList<>(); // in use, so that no collector helps
    try (Parameters parameters = new Parameters(new Seed(1))) {
      Encoder encoder = spec.build(all.shape(), parameters);
      forward(encoder, all);
      long before = ProcessMemory.resident();
      for (int row = 0; row < FEATURES; row++) {
        WideFeatures one = all.select(new int[] {row});
        asked.add(one);
        forward(encoder, one);
      }
      long more = ProcessMemory.resident() - before;
      long figuresOfEach = (sparse ? 1L : 2L) * Float.BYTES * COLUMNS;
      assertThat(more).as("bytes more").isLessThan(FEATURES * figuresOfEach / 2);
      assertThat(asked).hasSize(FEATURES);
      encoder.close();
    }
  }

  private static void forward(Encoder encoder, WideFeatures features) {
    try (PointerScope scope = new PointerScope()) {
      encoder.forward(WideRowsOf.input(features, ScalarType.Float, 0), Pass.inference());
    }
  }
}
