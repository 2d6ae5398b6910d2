package org.interfuse.modality;

import java.nio.ByteBuffer;

/**
 * A wide matrix without rows.
 *
 * @param columns number of columns
 */
record NoRows(int columns) implements WideMatrix {
  @Override
  public int rows() {
    return 0;
  }

  @Override
  public long bytes() {
    return 0;
  }

  @Override
  public void read(int[] rows, int from, int to, ByteBuffer tile) {
    if (rows.length > 0) {
      throw new IndexOutOfBoundsException("row " + rows[0] + " of a matrix without rows");
    }
  }

  @Override
  public WideMatrix select(int[] chosen) {
    return new NoRows(chosen.length);
  }
}
