package org.interfuse.modality;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.stream.IntStream;

/** Reads wide matrices whole, for tests. */
public final class WideCells {
  private WideCells() {}

  /** All rows of all columns. */
  public static float[][] of(WideMatrix matrix) {
    return of(matrix, IntStream.range(0, matrix.rows()).toArray(), 0, matrix.columns());
  }

  /** Some rows of a tile. */
  public static float[][] of(WideMatrix matrix, int[] rows, int from, int to) {
    ByteBuffer tile =
        ByteBuffer.allocateDirect(Math.max(1, rows.length * (to - from) * Float.BYTES))
            .order(ByteOrder.nativeOrder());
    matrix.read(rows, from, to, tile);
    float[][] cells = new float[rows.length][to - from];
    for (int i = 0; i < rows.length; i++) {
      tile.asFloatBuffer().get(i * (to - from), cells[i]);
    }
    return cells;
  }

  /** A matrix of cells in memory. */
  public static WideMatrix matrix(float[][] cells) {
    return new WideMatrix() {
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
        return (long) Float.BYTES * cells.length * cells[0].length;
      }

      @Override
      public void read(int[] rows, int from, int to, ByteBuffer tile) {
        for (int i = 0; i < rows.length; i++) {
          for (int j = from; j < to; j++) {
            tile.putFloat((i * (to - from) + j - from) * Float.BYTES, cells[rows[i]][j]);
          }
        }
      }
    };
  }
}
