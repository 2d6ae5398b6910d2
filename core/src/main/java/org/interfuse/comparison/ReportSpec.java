package org.interfuse.comparison;

import java.util.List;
import org.interfuse.option.Meaning;

/**
 * What is reported beside the comparison.
 *
 * @param by columns of the cohort's table whose values divide the subjects into subgroups; they
 *     stay features where they are some
 * @param smallestCell fewest subjects that a figure is given for, 2 or more
 */
public record ReportSpec(
    @Meaning(
            "columns of the cohort's table; the first metric is reported for each of their values."
                + " They stay features where they are some")
        List<String> by,
    @Meaning("fewest subjects that a figure is reported for, 2 or more") int smallestCell) {
  /** No subgroups, ten subjects. */
  public ReportSpec() {
    this(List.of(), 10);
  }

  public ReportSpec {
    by = List.copyOf(by);
    if (smallestCell < 2) {
      throw new IllegalArgumentException(
          "smallest_cell: expected 2 or more, but it is " + smallestCell);
    }
    if (by.stream().distinct().count() != by.size()) {
      throw new IllegalArgumentException("by: expected distinct columns, but it is " + by);
    }
  }
}
