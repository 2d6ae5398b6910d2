package org.interfuse.encoder.wide;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.interfuse.modality.PackedNames;
import org.interfuse.modality.WideMatrix;
import org.interfuse.preprocessing.FeatureShape;
import org.interfuse.preprocessing.WideFeatures;
import org.interfuse.tensor.Seed;
import org.interfuse.tensor.Tensors;

/** Made-up genotypes, some missing, with an outcome that depends on a few of them. */
final class WideSample {
  private static final int BATCH = 16;

  private final int rows;
  private final int columns;
  private final float[] cells; // raw, NaN where missing
  private final float[] outcome;
  private final TileScale scale;
  private final Seed seed;

  WideSample(int rows, int columns, long seed) {
    this.rows = rows;
    this.columns = columns;
    this.seed = new Seed(seed);
    this.cells = new float[rows * columns];
    this.outcome = new float[rows];
    SplittableRandom random = this.seed.random();
    for (int i = 0; i < cells.length; i++) {
      int draw = random.nextInt(100);
      cells[i] = draw == 0 ? Float.NaN : draw < 60 ? 0 : draw < 90 ? 1 : 2;
    }
    for (int i = 0; i < rows; i++) {
      float causal = cells[i * columns];
      outcome[i] = (Float.isNaN(causal) ? 0 : causal) + (float) random.nextDouble();
    }
    float[] centre = new float[columns];
    float[] factor = new float[columns];
    for (int j = 0; j < columns; j++) {
      centre[j] = 0.5f;
      factor[j] = 1.4f + (j % 7) * 0.01f;
    }
    Matrix matrix = new Matrix();
    PackedNames names =
        PackedNames.of(() -> IntStream.range(0, columns).mapToObj(Integer::toString).iterator());
    scale =
        TileScale.of(
            new WideFeatures(
                matrix, FeatureShape.ofWide(names, null), false, centre, factor, this));
  }

  int columns() {
    return columns;
  }

  WideFeatures features() {
    return scale.features();
  }

  int[] allRows() {
    return IntStream.range(0, rows).toArray();
  }

  /** The rows of a step. */
  int[] batch(int step) {
    return batch(step, BATCH);
  }

  /** So many rows of a step. */
  int[] batch(int step, int size) {
    return Arrays.copyOf(seed.at("order", step).permutation(rows), size);
  }

  Tiles tiles(int[] chosen) {
    return new FeatureTiles(scale, chosen);
  }

  Tensor outcome(int[] chosen) {
    float[] values = new float[chosen.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = outcome[chosen[i]];
    }
    return Tensors.ofFloats(values);
  }

  /** The dense rows [n, p], scaled here and not by a tile's reader. */
  Tensor scaled(int[] chosen) {
    float[] values = new float[chosen.length * columns];
    float[] centre = java.util.Objects.requireNonNull(features().centre());
    for (int i = 0; i < values.length; i++) {
      int j = i % columns;
      float cell = cells[chosen[i / columns] * columns + j];
      values[i] = Float.isNaN(cell) ? 0 : (cell - centre[j]) * features().scale()[j];
    }
    return Tensors.ofFloats(values, chosen.length, columns);
  }

  private final class Matrix implements WideMatrix {
    @Override
    public int rows() {
      return rows;
    }

    @Override
    public int columns() {
      return columns;
    }

    @Override
    public long bytes() {
      return (long) cells.length * Float.BYTES;
    }

    @Override
    public void read(int[] chosen, int from, int to, ByteBuffer tile) {
      int at = 0;
      for (int row : chosen) {
        for (int j = from; j < to; j++) {
          tile.putFloat(at, cells[row * columns + j]);
          at += Float.BYTES;
        }
      }
    }
  }
}
