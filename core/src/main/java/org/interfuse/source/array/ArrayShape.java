package org.interfuse.source.array;

import java.util.List;

/**
 * Where an array of any number of axes lies in a file, row-major.
 *
 * @param begin its first byte
 * @param axes their lengths
 */
record ArrayShape(ArrayElement element, long begin, List<Long> axes) {
  ArrayShape {
    axes = List.copyOf(axes);
  }

  /**
   * The length of an axis.
   *
   * @throws org.interfuse.finding.FindingsException if it is 0 or no array can have it
   */
  int axis(String shown, int number) {
    return ArrayLayout.axis(shown, axes.get(number));
  }
}
