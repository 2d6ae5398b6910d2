package org.interfuse.modality;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Some columns of a wide matrix. Runs of neighbours are decoded together. */
final class SelectedColumns implements WideMatrix {
  /** Columns between two wanted ones that are decoded rather than read in two goes. */
  private static final int GAP = 64;

  private final WideMatrix whole;
  private final int[] columns;

  SelectedColumns(WideMatrix whole, int[] columns) {
    for (int column : columns) {
      if (column < 0 || column >= whole.columns()) {
        throw new IllegalArgumentException(
            "columns: expected 0 ≤ column < %,d, but one is %,d"
                .formatted(whole.columns(), column));
      }
    }
    this.whole = whole;
    this.columns = columns.clone();
  }

  @Override
  public int rows() {
    return whole.rows();
  }

  @Override
  public int columns() {
    return columns.length;
  }

  @Override
  public long bytes() {
    return whole.bytes() + (long) Integer.BYTES * columns.length;
  }

  @Override
  public WideMatrix select(int[] chosen) {
    return new SelectedColumns(whole, Arrays.stream(chosen).map(j -> columns[j]).toArray());
  }

  @Override
  public void read(int[] rows, int from, int to, ByteBuffer tile) {
    int width = to - from;
    int first = from;
    while (first < to) {
      int end = run(first, to);
      int begin = columns[first];
      int count = columns[end - 1] + 1 - begin;
      ByteBuffer part =
          ByteBuffer.allocateDirect(Math.multiplyExact(rows.length * Float.BYTES, count))
              .order(ByteOrder.nativeOrder());
      whole.read(rows, begin, begin + count, part);
      for (int i = 0; i < rows.length; i++) {
        for (int j = first; j < end; j++) {
          int at = (i * width + j - from) * Float.BYTES;
          tile.putInt(at, part.getInt((i * count + columns[j] - begin) * Float.BYTES));
        }
      }
      first = end;
    }
  }

  /** The end of the run that begins at a place: ascending, without wide gaps. */
  private int run(int first, int to) {
    int end = first + 1;
    while (end < to && columns[end] > columns[end - 1] && columns[end] - columns[end - 1] <= GAP) {
      end++;
    }
    return end;
  }
}
