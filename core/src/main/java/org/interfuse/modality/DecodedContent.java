package org.interfuse.modality;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Consumer;

/** The cells of a wide matrix row by row, decoded some at a time. */
final class DecodedContent {
  private static final int CELLS = 1 << 18;

  private DecodedContent() {}

  static void of(WideMatrix matrix, Consumer<ByteBuffer> sink) {
    ByteBuffer tile = ByteBuffer.allocateDirect(CELLS * Float.BYTES).order(ByteOrder.nativeOrder());
    int[] row = new int[1];
    for (int i = 0; i < matrix.rows(); i++) {
      row[0] = i;
      for (int from = 0; from < matrix.columns(); from += CELLS) {
        int to = Math.min(matrix.columns(), from + CELLS);
        matrix.read(row, from, to, tile);
        sink.accept(tile.slice(0, (to - from) * Float.BYTES));
      }
    }
  }
}
