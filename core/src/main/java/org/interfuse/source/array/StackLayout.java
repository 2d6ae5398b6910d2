package org.interfuse.source.array;

import java.util.List;
import org.interfuse.finding.Finding;
import org.interfuse.finding.FindingsException;

/**
 * Where several matrices of one size lie in a file, one after another, rows after rows.
 *
 * @param layout of all their rows as one matrix
 * @param matrices how many there are
 */
record StackLayout(ArrayLayout layout, int matrices) {
  /** Of one. */
  static StackLayout of(ArrayLayout layout) {
    return new StackLayout(layout, 1);
  }

  /**
   * Of an array with three axes.
   *
   * @throws FindingsException if it has more or fewer, or an axis of length 0
   */
  static StackLayout of(String shown, List<Long> shape, ArrayElement element, long begin) {
    if (shape.size() != 3) {
      throw new FindingsException(
          Finding.of(
              shown,
              "an array of several subjects must have three axes: subjects, time and numbers",
              shape.size() + ": " + shape,
              List.of("give each subject a file of its own, and a folder of them as the path")));
    }
    int matrices = ArrayLayout.axis(shown, shape.get(0));
    int time = ArrayLayout.axis(shown, shape.get(1));
    int rows = ArrayLayout.axis(shown, (long) matrices * time);
    int columns = ArrayLayout.axis(shown, shape.get(2));
    return new StackLayout(new ArrayLayout(element, begin, rows, columns, false), matrices);
  }
}
