package org.interfuse.run;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.interfuse.finding.FindingsException;
import org.interfuse.modality.CellRules;
import org.interfuse.modality.SparseMatrix;
import org.interfuse.modality.WideMatrix;
import org.jspecify.annotations.Nullable;

/** What share of a wide matrix is missing, tile by tile. */
final class WideShares {
  private static final int CELLS = 1 << 18;
  private static final int ROWS = 64;

  private WideShares() {}

  /**
   * The share of missing cells in these rows; NaN where there is no cell.
   *
   * @throws FindingsException if a cell is infinite
   */
  static double missing(WideMatrix matrix, int[] rows) {
    long cells = (long) rows.length * matrix.columns();
    if (cells == 0) {
      return Double.NaN;
    }
    if (matrix instanceof SparseMatrix) {
      return 0; // what is not stored is 0
    }
    int blocks = (rows.length + ROWS - 1) / ROWS;
    List<Block> all =
        IntStream.range(0, blocks)
            .parallel()
            .mapToObj(block -> block(matrix, rows, block * ROWS))
            .toList();
    for (Block block : all) {
      if (block.wrong != null) {
        throw block.wrong; // of the first rows, whatever thread was first
      }
    }
    return (double) all.stream().mapToLong(Block::missing).sum() / cells;
  }

  /** Of some rows the number of missing cells, or the cell that is wrong. */
  private record Block(long missing, @Nullable FindingsException wrong) {}

  private static Block block(WideMatrix matrix, int[] rows, int first) {
    try {
      return new Block(missing(matrix, rows, first), null);
    } catch (FindingsException e) {
      return new Block(0, e);
    }
  }

  private static long missing(WideMatrix matrix, int[] rows, int first) {
    int[] some = Arrays.copyOfRange(rows, first, Math.min(rows.length, first + ROWS));
    int multiple = matrix.tileMultiple();
    int width = Math.min(matrix.columns(), Math.max(multiple, CELLS / ROWS / multiple * multiple));
    float[] values = new float[width * some.length];
    ByteBuffer tile =
        ByteBuffer.allocateDirect(values.length * Float.BYTES).order(ByteOrder.nativeOrder());
    long missing = 0;
    for (int from = 0; from < matrix.columns(); from += width) {
      int to = Math.min(matrix.columns(), from + width);
      int count = (to - from) * some.length;
      matrix.read(some, from, to, tile);
      CellRules.require(matrix, some, from, to, tile, /* logarithm= */ false);
      tile.asFloatBuffer().get(0, values, 0, count);
      for (int i = 0; i < count; i++) {
        missing += Float.isNaN(values[i]) ? 1 : 0;
      }
    }
    return missing;
  }
}
