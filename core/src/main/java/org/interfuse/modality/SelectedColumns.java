package org.interfuse.modality;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Some columns of a wide matrix. Runs of neighbours are decoded together, a few rows at a time, so
 * that what is decoded stays in cache until the wanted cells are taken from it.
 */
final class SelectedColumns implements WideMatrix {
  /** Columns between two wanted ones that are decoded rather than read in two goes. */
  private static final int GAP = 64;

  /** Cells decoded at once: 128 KiB. */
  private static final int DECODED = 1 << 15;

  /** A thread's decoded cells; threads that read are few and live long. */
  private static final ThreadLocal<ByteBuffer> SCRATCH =
      ThreadLocal.withInitial(
          () -> ByteBuffer.allocateDirect(DECODED * Float.BYTES).order(ByteOrder.nativeOrder()));

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
  public boolean mayBeInfinite() {
    return whole.mayBeInfinite();
  }

  @Override
  public String place(int row, int column) {
    return whole.place(row, columns[column]);
  }

  @Override
  public WideMatrix select(int[] chosen) {
    return new SelectedColumns(whole, Arrays.stream(chosen).map(j -> columns[j]).toArray());
  }

  @Override
  public void content(Consumer<ByteBuffer> sink) {
    ByteBuffer places = ByteBuffer.allocate(columns.length * Integer.BYTES);
    places.asIntBuffer().put(columns);
    sink.accept(places);
    whole.content(sink);
  }

  @Override
  public void read(int[] rows, int from, int to, ByteBuffer tile) {
    FloatBuffer into = tile.duplicate().clear().order(ByteOrder.nativeOrder()).asFloatBuffer();
    int first = from;
    while (first < to) {
      int end = run(first, to);
      copyRun(rows, first, end, into, first - from, to - from);
      first = end;
    }
  }

  /** Writes the cells of a run of wanted columns to column {@code place} of the tile. */
  private void copyRun(int[] rows, int first, int end, FloatBuffer tile, int place, int width) {
    int begin = columns[first] / whole.tileMultiple() * whole.tileMultiple();
    int span = columns[end - 1] + 1 - begin;
    int atOnce = Math.max(1, DECODED / span);
    ByteBuffer scratch = SCRATCH.get();
    FloatBuffer decoded = scratch.asFloatBuffer();
    for (int i = 0; i < rows.length; i += atOnce) {
      int[] some = Arrays.copyOfRange(rows, i, Math.min(rows.length, i + atOnce));
      whole.read(some, begin, begin + span, scratch);
      for (int k = 0; k < some.length; k++) {
        int to = (i + k) * width + place - first;
        int source = k * span - begin;
        for (int j = first; j < end; j++) {
          tile.put(to + j, decoded.get(source + columns[j]));
        }
      }
    }
  }

  /** The end of the run that begins at a place: ascending, without wide gaps, decoded at once. */
  private int run(int first, int to) {
    int end = first + 1;
    int most = columns[first] + DECODED - whole.tileMultiple();
    while (end < to
        && columns[end] > columns[end - 1]
        && columns[end] - columns[end - 1] <= GAP
        && columns[end] < most) {
      end++;
    }
    return end;
  }
}
