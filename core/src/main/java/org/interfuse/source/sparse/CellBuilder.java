package org.interfuse.source.sparse;

import java.util.Arrays;
import org.interfuse.finding.Finding;
import org.interfuse.finding.FindingsException;

/**
 * Collects cells in any order and compresses them into rows: twelve bytes a cell while they come,
 * eight more while they are sorted, unless they come row by row with ascending columns. Zeros are
 * left out.
 */
final class CellBuilder {
  /** The largest array that every Java runtime gives. */
  static final int MOST_CELLS = Integer.MAX_VALUE - 8;

  private static final int BYTES_OF_CELL = 2 * Integer.BYTES + Float.BYTES;

  /** What to do with a cell that is given several times. */
  enum Repeats {
    SUM,
    REFUSE
  }

  private final int rows;
  private final int columns;
  private final String shown;
  private int[] rowOf;
  private int[] columnOf;
  private float[] values;
  private int count;
  private boolean sorted = true;

  /**
   * @param shown how messages name the file
   * @param expected cells, as far as is known
   */
  CellBuilder(int rows, int columns, String shown, long expected) {
    this.rows = rows;
    this.columns = columns;
    this.shown = shown;
    requireRoom(shown, expected);
    int capacity = (int) Math.max(1, expected);
    rowOf = new int[capacity];
    columnOf = new int[capacity];
    values = new float[capacity];
  }

  private static void requireRoom(String shown, long cells) {
    if (cells > MOST_CELLS) {
      throw new FindingsException(
          Finding.of(
              shown,
              "a sparse modality has at most %,d cells that are not 0".formatted(MOST_CELLS),
              "%,d".formatted(cells)));
    }
    long most = Runtime.getRuntime().maxMemory();
    if (cells * BYTES_OF_CELL > most) {
      throw new FindingsException(
          Finding.of(
              shown,
              "%,d cells take %,d bytes of Java's memory while they are read"
                  .formatted(cells, cells * BYTES_OF_CELL),
              "%,d bytes of it".formatted(most),
              java.util.List.of("give it more, for example INTERFUSE_JAVA_OPTIONS=-Xmx16g")));
    }
  }

  /** Adds a cell; its row and column are known to be in range. */
  void add(int row, int column, float value) {
    if (value == 0) {
      return;
    }
    if (count == values.length) {
      grow();
    }
    sorted &=
        count == 0
            || row > rowOf[count - 1]
            || (row == rowOf[count - 1] && column > columnOf[count - 1]);
    rowOf[count] = row;
    columnOf[count] = column;
    values[count++] = value;
  }

  private void grow() {
    long wanted = Math.max(1 << 10, count + (long) (count >> 1));
    requireRoom(shown, count == MOST_CELLS ? count + 1L : Math.min(MOST_CELLS, wanted));
    int capacity = (int) Math.min(MOST_CELLS, wanted);
    rowOf = Arrays.copyOf(rowOf, capacity);
    columnOf = Arrays.copyOf(columnOf, capacity);
    values = Arrays.copyOf(values, capacity);
  }

  /** The matrix. The builder must not be used afterwards. */
  CompressedRows build(Repeats repeats) {
    long[] starts = new long[rows + 1];
    for (int i = 0; i < count; i++) {
      starts[rowOf[i] + 1]++;
    }
    Arrays.parallelPrefix(starts, Long::sum);
    if (sorted) {
      rowOf = new int[0];
      return new CompressedRows(
          shown, columns, starts, Arrays.copyOf(columnOf, count), Arrays.copyOf(values, count));
    }
    return sorted(starts, repeats);
  }

  private CompressedRows sorted(long[] starts, Repeats repeats) {
    int[] byRow = new int[count];
    float[] valueByRow = new float[count];
    long[] next = starts.clone();
    for (int i = 0; i < count; i++) {
      int at = (int) next[rowOf[i]]++;
      byRow[at] = columnOf[i];
      valueByRow[at] = values[i];
    }
    rowOf = new int[0];
    columnOf = rowOf;
    values = new float[0];
    int kept = 0;
    for (int row = 0; row < rows; row++) {
      int from = (int) starts[row];
      starts[row] = kept;
      kept = compress(byRow, valueByRow, from, (int) starts[row + 1], kept, repeats, row);
    }
    starts[rows] = kept;
    boolean whole = kept == count;
    return new CompressedRows(
        shown,
        columns,
        starts,
        whole ? byRow : Arrays.copyOf(byRow, kept),
        whole ? valueByRow : Arrays.copyOf(valueByRow, kept));
  }

  /** Sorts a row's cells by column and moves them to {@code to}, equal columns summed. */
  private int compress(
      int[] columnsOf, float[] numbers, int from, int end, int to, Repeats repeats, int row) {
    long[] cells = new long[end - from];
    for (int k = 0; k < cells.length; k++) {
      cells[k] = ((long) columnsOf[from + k] << 32) | k;
    }
    Arrays.sort(cells);
    float[] values = Arrays.copyOfRange(numbers, from, end);
    int kept = to;
    for (int k = 0; k < cells.length; ) {
      int column = (int) (cells[k] >>> 32);
      double sum = 0;
      int first = k;
      for (; k < cells.length && (int) (cells[k] >>> 32) == column; k++) {
        sum += values[(int) cells[k]];
      }
      if (k - first > 1 && repeats == Repeats.REFUSE) {
        throw repeated(row, column);
      }
      if ((float) sum != 0) {
        columnsOf[kept] = column;
        numbers[kept++] = (float) sum;
      }
    }
    return kept;
  }

  private FindingsException repeated(int row, int column) {
    return new FindingsException(
        Finding.of(
            shown,
            "a cell must stand once",
            "several for subject %,d and column %,d".formatted(row + 1, column + 1)));
  }
}
