package org.interfuse.source.array;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.interfuse.finding.Finding;
import org.interfuse.finding.FindingsException;
import org.interfuse.source.text.TextFile;

/**
 * Reads a matrix row by row through a window of a few megabytes, whatever the order of its elements
 * in the file, so that it is held once: where the rows go.
 */
final class ArrayReader {
  private static final int WINDOW = 1 << 22;
  private static final int TILE = 1 << 23;

  private final Path file;
  private final String shown;
  private final ArrayLayout layout;

  ArrayReader(Path file, String shown, ArrayLayout layout) {
    this.file = file;
    this.shown = shown;
    this.layout = layout;
  }

  /** Receives rows in order; the values stand in {@code values[from …]} only during the call. */
  interface Rows {
    void row(int row, float[] values, int from);
  }

  /** Hands on the columns given, in that order, of every row. */
  void forEachRow(int[] columns, Rows sink) {
    try (FileChannel channel = FileChannel.open(file)) {
      if (layout.columnMajor()) {
        byColumn(channel, columns, sink);
      } else {
        byRow(channel, columns, sink);
      }
    } catch (IOException e) {
      throw TextFile.unreadable(shown, e);
    }
  }

  /** One column in float64. */
  double[] exact(int column) {
    double[] values = new double[layout.rows()];
    ByteBuffer one = window(layout.element().bytes());
    boolean runs = layout.columnMajor() || layout.columns() == 1;
    ByteBuffer run = runs ? window(Math.multiplyExact(values.length, one.capacity())) : one;
    try (FileChannel channel = FileChannel.open(file)) {
      for (int row = 0; row < values.length; row++) {
        if (row == 0 || !runs) {
          readFully(channel, run.clear(), layout.position(row, column), shown);
        }
        values[row] = layout.element().exact(run, runs ? row * one.capacity() : 0);
      }
    } catch (IOException e) {
      throw TextFile.unreadable(shown, e);
    }
    return values;
  }

  private void byRow(FileChannel channel, int[] columns, Rows sink) throws IOException {
    int rowBytes = Math.multiplyExact(layout.columns(), layout.element().bytes());
    int rowsAtOnce = Math.max(1, WINDOW / rowBytes);
    ByteBuffer window = window(Math.multiplyExact(rowsAtOnce, rowBytes));
    float[] all = new float[layout.columns()];
    float[] chosen = isAll(columns) ? all : new float[columns.length];
    for (int row = 0; row < layout.rows(); row++) {
      int inWindow = row % rowsAtOnce;
      if (inWindow == 0) {
        int count = Math.min(rowsAtOnce, layout.rows() - row);
        readFully(channel, window.clear().limit(count * rowBytes), layout.position(row, 0), shown);
      }
      ByteBuffer elements = window.duplicate().order(ByteOrder.LITTLE_ENDIAN);
      elements.limit((inWindow + 1) * rowBytes).position(inWindow * rowBytes);
      layout
          .element()
          .decode(elements.slice().order(ByteOrder.LITTLE_ENDIAN), all.length, all, 0, 1);
      for (int j = 0; chosen != all && j < columns.length; j++) {
        chosen[j] = all[columns[j]];
      }
      sink.row(row, chosen, 0);
    }
  }

  /** Tiles of rows: of each column a run of elements is read at once. */
  private void byColumn(FileChannel channel, int[] columns, Rows sink) throws IOException {
    int width = Math.max(1, columns.length);
    int tileRows = Math.max(1, Math.min(layout.rows(), TILE / width));
    float[] tile = new float[Math.multiplyExact(tileRows, width)];
    ByteBuffer run = window(Math.multiplyExact(tileRows, layout.element().bytes()));
    for (int first = 0; first < layout.rows(); first += tileRows) {
      int count = Math.min(tileRows, layout.rows() - first);
      for (int j = 0; j < columns.length; j++) {
        run.clear().limit(count * layout.element().bytes());
        readFully(channel, run, layout.position(first, columns[j]), shown);
        layout.element().decode(run.flip(), count, tile, j, width);
      }
      for (int i = 0; i < count; i++) {
        sink.row(first + i, tile, i * width);
      }
    }
  }

  private boolean isAll(int[] columns) {
    boolean all = columns.length == layout.columns();
    for (int j = 0; all && j < columns.length; j++) {
      all = columns[j] == j;
    }
    return all;
  }

  private static ByteBuffer window(int bytes) {
    return ByteBuffer.allocateDirect(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Fills a buffer up to its limit from a position of the file. */
  static void readFully(FileChannel channel, ByteBuffer target, long position, String shown)
      throws IOException {
    long next = position;
    while (target.hasRemaining()) {
      int count = channel.read(target, next);
      if (count < 0) {
        throw new FindingsException(
            Finding.of(shown, "a file must not change while it is read", "it has become shorter"));
      }
      next += count;
    }
  }
}
