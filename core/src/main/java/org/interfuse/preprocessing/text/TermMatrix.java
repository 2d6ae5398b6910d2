package org.interfuse.preprocessing.text;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import org.interfuse.modality.SparseMatrix;

/**
 * Texts × tokens of a vocabulary: eight bytes for each different token of a text. Immutable.
 *
 * @param columns p
 * @param starts [n + 1] of each row the place of its first cell
 * @param columnOf of each cell, ascending within a row
 * @param values of each cell
 */
record TermMatrix(int columns, int[] starts, int[] columnOf, float[] values)
    implements SparseMatrix {
  @Override
  public int rows() {
    return starts.length - 1;
  }

  @Override
  public long bytes() {
    return (long) Integer.BYTES * (starts.length + columnOf.length)
        + (long) Float.BYTES * values.length;
  }

  @Override
  public long stored() {
    return columnOf.length;
  }

  @Override
  public int stored(int row) {
    return starts[row + 1] - starts[row];
  }

  @Override
  public int read(int row, int[] into, float[] numbers, int at) {
    System.arraycopy(columnOf, starts[row], into, at, stored(row));
    System.arraycopy(values, starts[row], numbers, at, stored(row));
    return stored(row);
  }

  @Override
  public void read(int[] rows, int from, int to, ByteBuffer tile) {
    FloatBuffer into = tile.duplicate().clear().order(ByteOrder.nativeOrder()).asFloatBuffer();
    int width = to - from;
    float[] zeros = new float[width];
    for (int i = 0; i < rows.length; i++) {
      into.put(i * width, zeros);
      int end = starts[rows[i] + 1];
      for (int at = first(rows[i], from); at < end && columnOf[at] < to; at++) {
        into.put(i * width + columnOf[at] - from, values[at]);
      }
    }
  }

  /** Of a row's cells the first whose column is not before {@code from}. */
  private int first(int row, int from) {
    int found = Arrays.binarySearch(columnOf, starts[row], starts[row + 1], from);
    return found >= 0 ? found : -found - 1;
  }
}
