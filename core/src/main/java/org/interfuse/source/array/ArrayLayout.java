package org.interfuse.source.array;

import org.interfuse.finding.Finding;
import org.interfuse.finding.FindingsException;

/**
 * Where a matrix lies in a file.
 *
 * @param begin its first byte
 * @param rows length of the first axis
 * @param columns length of the second axis
 * @param columnMajor whether the elements of a column follow each other (Fortran order)
 */
record ArrayLayout(ArrayElement element, long begin, int rows, int columns, boolean columnMajor) {

  /** Where an element lies in the file. */
  long position(long row, long column) {
    long index = columnMajor ? column * rows + row : row * columns + column;
    return begin + index * element.bytes();
  }

  /**
   * The length of an axis.
   *
   * @throws FindingsException if it is 0 or no array can have it
   */
  static int axis(String shown, long length) {
    if (length < 1 || length > Integer.MAX_VALUE - 8) {
      throw new FindingsException(
          Finding.of(
              shown,
              "an axis of a matrix must have a length from 1 to %,d"
                  .formatted(Integer.MAX_VALUE - 8),
              String.valueOf(length)));
    }
    return (int) length;
  }
}
