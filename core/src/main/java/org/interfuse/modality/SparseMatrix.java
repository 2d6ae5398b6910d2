package org.interfuse.modality;

/**
 * A wide matrix most of whose cells are zero. What is not stored is 0, never missing. Rows are
 * compressed: the columns of a row ascend.
 */
public interface SparseMatrix extends WideMatrix {
  /** Stored cells are finite; whoever builds a matrix refuses others. */
  @Override
  default boolean mayBeInfinite() {
    return false;
  }

  /** Number of stored cells over all rows. */
  long stored();

  /** Number of stored cells of a row. */
  int stored(int row);

  /**
   * Copies a row's stored cells.
   *
   * @param columns receives their columns, ascending, from {@code at} on
   * @param values receives their values from {@code at} on
   * @return how many were copied
   */
  int read(int row, int[] columns, float[] values, int at);
}
