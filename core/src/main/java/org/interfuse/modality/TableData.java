package org.interfuse.modality;

import java.util.List;

/**
 * Numeric and categorical columns. Arrays are shared, not copied; do not write to them.
 *
 * @param rows number of rows n
 * @param numericColumns names of the p numeric columns
 * @param numeric values, row-major [n × p], NaN where a cell is missing
 * @param categoricalColumns the q categorical columns with their levels as they were found
 * @param codes level indices, row-major [n × q], -1 where a cell is missing
 */
public record TableData(
    int rows,
    List<String> numericColumns,
    float[] numeric,
    List<CategoricalColumn> categoricalColumns,
    int[] codes)
    implements ModalityData {

  public TableData {
    numericColumns = List.copyOf(numericColumns);
    categoricalColumns = List.copyOf(categoricalColumns);
    if (numeric.length != (long) rows * numericColumns.size()) {
      throw new IllegalArgumentException(
          "numeric: expected %d × %d values, but it has %d"
              .formatted(rows, numericColumns.size(), numeric.length));
    }
    if (codes.length != (long) rows * categoricalColumns.size()) {
      throw new IllegalArgumentException(
          "codes: expected %d × %d values, but it has %d"
              .formatted(rows, categoricalColumns.size(), codes.length));
    }
  }

  /** A table of numbers alone. */
  public static TableData ofNumbers(int rows, List<String> columns, float[] values) {
    return new TableData(rows, columns, values, List.of(), new int[0]);
  }

  /** p + q. */
  public int width() {
    return numericColumns.size() + categoricalColumns.size();
  }

  @Override
  public String describe() {
    return "%d numeric and %d categorical columns"
        .formatted(numericColumns.size(), categoricalColumns.size());
  }

  /**
   * One categorical column.
   *
   * @param name its header
   * @param levels the distinct values found, in ascending order
   */
  public record CategoricalColumn(String name, List<String> levels) {
    public CategoricalColumn {
      levels = List.copyOf(levels);
    }
  }
}
