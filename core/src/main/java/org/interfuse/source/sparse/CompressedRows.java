package org.interfuse.source.sparse;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.function.Consumer;
import org.interfuse.modality.SparseMatrix;
import org.interfuse.modality.WideMatrix;

/**
 * Compressed sparse rows in Java's memory: eight bytes a stored cell, and eight a row. Immutable.
 */
public final class CompressedRows implements SparseMatrix {
  private static final int PIECE = 1 << 16;

  private final String shown;
  private final int columns;
  private final long[] starts;
  private final int[] columnOf;
  private final float[] values;

  /**
   * Takes the arrays as they are.
   *
   * @param shown how messages name the file
   * @param columns p
   * @param starts [n + 1] of each row the place of its first cell
   * @param columnOf of each cell, ascending within a row
   * @param values of each cell, neither 0 nor missing
   */
  CompressedRows(String shown, int columns, long[] starts, int[] columnOf, float[] values) {
    this.shown = shown;
    this.columns = columns;
    this.starts = starts;
    this.columnOf = columnOf;
    this.values = values;
  }

  /** Columns have other numbers in the file where some are left out. */
  @Override
  public String place(int row, int column) {
    return "%s, subject %,d".formatted(shown, row + 1);
  }

  @Override
  public int rows() {
    return starts.length - 1;
  }

  @Override
  public int columns() {
    return columns;
  }

  @Override
  public long bytes() {
    return (long) starts.length * Long.BYTES
        + (long) columnOf.length * Integer.BYTES
        + (long) values.length * Float.BYTES;
  }

  @Override
  public long stored() {
    return starts[rows()];
  }

  @Override
  public int stored(int row) {
    return (int) (starts[row + 1] - starts[row]);
  }

  @Override
  public int read(int row, int[] into, float[] numbers, int at) {
    int count = stored(row);
    System.arraycopy(columnOf, (int) starts[row], into, at, count);
    System.arraycopy(values, (int) starts[row], numbers, at, count);
    return count;
  }

  @Override
  public void read(int[] rows, int from, int to, ByteBuffer tile) {
    FloatBuffer into = tile.duplicate().clear().order(ByteOrder.nativeOrder()).asFloatBuffer();
    int width = to - from;
    float[] zeros = new float[width];
    for (int i = 0; i < rows.length; i++) {
      into.put(i * width, zeros);
      int end = (int) starts[rows[i] + 1];
      for (int at = firstFrom(rows[i], from); at < end && columnOf[at] < to; at++) {
        into.put(i * width + columnOf[at] - from, values[at]);
      }
    }
  }

  /** Of a row's cells the first whose column is not before {@code from}. */
  private int firstFrom(int row, int from) {
    int found = Arrays.binarySearch(columnOf, (int) starts[row], (int) starts[row + 1], from);
    return found >= 0 ? found : -found - 1;
  }

  /** The chosen columns, copied. */
  @Override
  public WideMatrix select(int[] chosen) {
    int[] places = new int[columns];
    Arrays.fill(places, -1);
    for (int j = 0; j < chosen.length; j++) {
      if (places[chosen[j]] >= 0) {
        throw new IllegalArgumentException(
            "columns: expected each once, but one stands twice: %,d".formatted(chosen[j]));
      }
      places[chosen[j]] = j;
    }
    return renumbered(places, chosen.length);
  }

  /**
   * The same cells in other columns.
   *
   * @param places of each column its new number, -1 where it is left out
   * @param count columns there are then
   */
  CompressedRows renumbered(int[] places, int count) {
    CellBuilder builder = new CellBuilder(rows(), count, shown, kept(places));
    for (int row = 0; row < rows(); row++) {
      for (int at = (int) starts[row]; at < starts[row + 1]; at++) {
        if (places[columnOf[at]] >= 0) {
          builder.add(row, places[columnOf[at]], values[at]);
        }
      }
    }
    return builder.build(CellBuilder.Repeats.REFUSE);
  }

  private int kept(int[] places) {
    int kept = 0;
    for (int column : columnOf) {
      kept += places[column] >= 0 ? 1 : 0;
    }
    return kept;
  }

  @Override
  public void content(Consumer<ByteBuffer> sink) {
    ByteBuffer piece = ByteBuffer.allocate(PIECE * Long.BYTES);
    for (int from = 0; from < starts.length; from += PIECE) {
      int count = Math.min(PIECE, starts.length - from);
      piece.clear().asLongBuffer().put(starts, from, count);
      sink.accept(piece.limit(count * Long.BYTES));
    }
    for (int from = 0; from < stored(); from += PIECE) {
      int count = (int) Math.min(PIECE, stored() - from);
      piece.clear().asIntBuffer().put(columnOf, from, count);
      sink.accept(piece.limit(count * Integer.BYTES));
      piece.clear().asFloatBuffer().put(values, from, count);
      sink.accept(piece.limit(count * Float.BYTES));
    }
  }
}
