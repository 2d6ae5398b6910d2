package org.interfuse.benchmark;

import java.nio.ByteBuffer;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.interfuse.modality.SparseMatrix;
import org.interfuse.preprocessing.FeatureShape;
import org.interfuse.preprocessing.WideFeatures;
import org.interfuse.tensor.Seed;

/** Rows of ones in columns drawn by chance, read cell by cell alone. */
record RandomCells(int columns, int[][] cells) implements SparseMatrix {
  /** Not scaled: zeros stay zeros and ones stay ones. */
  static WideFeatures features(int rows, int columns, int stored) {
    SplittableRandom random = new Seed(7).random();
    int[][] cells = new int[rows][];
    for (int i = 0; i < rows; i++) {
      cells[i] = random.ints(stored, 0, columns).distinct().sorted().toArray();
    }
    float[] scale = new float[columns];
    Arrays.fill(scale, 1);
    FeatureShape shape = FeatureShape.ofWide(numbered(columns), null);
    return WideFeatures.uncentred(new RandomCells(columns, cells), shape, false, scale, "ones");
  }

  private static List<String> numbered(int columns) {
    return new AbstractList<>() {
      @Override
      public String get(int index) {
        return Integer.toString(index);
      }

      @Override
      public int size() {
        return columns;
      }
    };
  }

  @Override
  public int rows() {
    return cells.length;
  }

  @Override
  public long bytes() {
    return stored() * Integer.BYTES;
  }

  @Override
  public long stored() {
    return Arrays.stream(cells).mapToLong(row -> row.length).sum();
  }

  @Override
  public int stored(int row) {
    return cells[row].length;
  }

  @Override
  public int read(int row, int[] into, float[] values, int at) {
    int count = cells[row].length;
    System.arraycopy(cells[row], 0, into, at, count);
    Arrays.fill(values, at, at + count, 1);
    return count;
  }

  @Override
  public void read(int[] rows, int from, int to, ByteBuffer tile) {
    throw new UnsupportedOperationException("these cells are few, and so read one by one");
  }
}
