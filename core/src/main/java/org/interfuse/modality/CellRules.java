package org.interfuse.modality;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import org.interfuse.finding.Finding;
import org.interfuse.finding.FindingsException;

/**
 * What must hold for a cell of a wide matrix, asked of each tile where it is decoded: it is finite
 * in float32 or missing, and above −1 where its logarithm log(1 + x) is taken. So the rows of
 * training, of validation, of the test part and of new data have one rule.
 */
public final class CellRules {
  private static final int CHUNK = 1 << 12;
  private static final int INFINITY = 0x7f800000;
  private static final int MAGNITUDE = 0x7fffffff;

  private CellRules() {}

  /**
   * Looks through a tile.
   *
   * @param rows of the matrix that the tile has
   * @param from first column
   * @param to column after the last
   * @param tile as {@link WideMatrix#read} filled it
   * @param logarithm whether log(1 + x) is taken
   * @throws FindingsException with the place of the first cell that breaks a rule, row by row
   */
  public static void require(
      WideMatrix matrix, int[] rows, int from, int to, ByteBuffer tile, boolean logarithm) {
    if (!logarithm && !matrix.mayBeInfinite()) {
      return;
    }
    int cells = rows.length * (to - from);
    FloatBuffer all = tile.duplicate().clear().order(ByteOrder.nativeOrder()).asFloatBuffer();
    float[] chunk = new float[Math.min(CHUNK, cells)];
    for (int at = 0; at < cells; at += CHUNK) {
      int count = Math.min(CHUNK, cells - at);
      all.get(at, chunk, 0, count);
      if (largest(chunk, count) >= INFINITY || logarithm && least(chunk, count) <= -1) {
        for (int k = 0; k < count; k++) {
          int cell = at + k;
          require(matrix, rows[cell / (to - from)], from + cell % (to - from), chunk[k], logarithm);
        }
      }
    }
  }

  /** Asks one cell. */
  public static void require(
      WideMatrix matrix, int row, int column, float value, boolean logarithm) {
    if (Float.isInfinite(value)) {
      throw wrong(matrix, row, column, "a number must be finite in float32", "an infinite one");
    }
    if (logarithm && value <= -1) {
      throw wrong(
          matrix, row, column, "a number must be above -1 for a logarithm", "one that is not");
    }
  }

  /** The largest magnitude as bits, of which NaN has more than infinity. */
  private static int largest(float[] values, int count) {
    int largest = 0;
    for (int k = 0; k < count; k++) {
      largest = Math.max(largest, Float.floatToRawIntBits(values[k]) & MAGNITUDE);
    }
    return largest;
  }

  private static float least(float[] values, int count) {
    float least = 0;
    for (int k = 0; k < count; k++) {
      least = values[k] < least ? values[k] : least; // a comparison with NaN is false
    }
    return least;
  }

  private static FindingsException wrong(
      WideMatrix matrix, int row, int column, String rule, String found) {
    return new FindingsException(Finding.of(matrix.place(row, column), rule, found));
  }
}
