package org.interfuse.modality;

import java.nio.ByteBuffer;
import java.util.function.Consumer;

/**
 * Rows × columns of numbers that are too many to hold expanded: packed, mapped or sparse, and
 * decoded tile by tile. Implementations are immutable and safe to read from several threads.
 */
public interface WideMatrix {
  /** Number of rows n. */
  int rows();

  /** Number of columns p. */
  int columns();

  /** Bytes that it keeps, mapped ones included, once all of it was read. */
  long bytes();

  /**
   * Decodes a tile.
   *
   * @param rows which rows, in the order wanted; repeats are allowed
   * @param from first column
   * @param to column after the last
   * @param tile receives float32 in native byte order, row-major [rows × (to − from)], from index 0
   *     on; NaN where a cell is missing. Its position and limit are not used
   */
  void read(int[] rows, int from, int to, ByteBuffer tile);

  /** Whether a cell may be infinite, so that whoever decodes must ask {@link CellRules}. */
  default boolean mayBeInfinite() {
    return true;
  }

  /** How messages name a cell, for example {@code expression.npy, row 3, column 17}. */
  default String place(int row, int column) {
    return "row %,d, column %,d".formatted(row + 1, column + 1);
  }

  /** Columns at whose multiples a tile begins most cheaply, a power of two. */
  default int tileMultiple() {
    return 1;
  }

  /**
   * Hands on all it says, in pieces, as it is kept: packed genotypes stay packed. Equal matrices
   * that are kept alike give equal bytes. For digests.
   *
   * @param sink reads each piece to its limit before it returns
   */
  default void content(Consumer<ByteBuffer> sink) {
    DecodedContent.of(this, sink);
  }

  /** The same rows with some columns, in the order given. */
  default WideMatrix select(int[] columns) {
    return new SelectedColumns(this, columns);
  }

  /** Some rows, in the order given: a view. */
  default WideMatrix rows(int[] chosen) {
    return SelectedRows.of(this, chosen);
  }
}
