package org.interfuse.modality;

import java.nio.ByteBuffer;

/** A wide matrix over an array, for tests. */
public record ArrayMatrix(int rows, int columns, float[] values) implements WideMatrix {
  public ArrayMatrix {
    if (values.length != rows * columns) {
      throw new IllegalArgumentException("values: expected rows × columns");
    }
  }

  /** Of rows of equal length. */
  public static ArrayMatrix of(double[][] rows) {
    int p = rows[0].length;
    float[] values = new float[rows.length * p];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) rows[i / p][i % p];
    }
    return new ArrayMatrix(rows.length, p, values);
  }

  @Override
  public long bytes() {
    return (long) Float.BYTES * values.length;
  }

  @Override
  public void read(int[] chosen, int from, int to, ByteBuffer tile) {
    int at = 0;
    for (int row : chosen) {
      for (int j = from; j < to; j++) {
        tile.putFloat(at, values[row * columns + j]);
        at += Float.BYTES;
      }
    }
  }
}
