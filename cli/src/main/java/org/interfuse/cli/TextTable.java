package org.interfuse.cli;

import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.HorizontalAlign;
import com.github.freva.asciitable.OverflowBehaviour;
import java.util.List;

/** Tables of text on the terminal: the first column to the left, figures to the right. */
final class TextTable {
  private static final int WIDEST_CELL = 60;

  private TextTable() {}

  /** All columns but the first to the right. */
  static String of(List<String> headers, List<List<String>> rows) {
    return of(headers, rows, headers.size());
  }

  /**
   * A table.
   *
   * @param texts from this column on, cells are texts and stand to the left
   */
  static String of(List<String> headers, List<List<String>> rows, int texts) {
    Column[] columns = new Column[headers.size()];
    for (int i = 0; i < columns.length; i++) {
      boolean left = i == 0 || i >= texts;
      columns[i] =
          new Column()
              .header(headers.get(i))
              .headerAlign(HorizontalAlign.LEFT)
              .maxWidth(WIDEST_CELL, OverflowBehaviour.NEWLINE)
              .dataAlign(left ? HorizontalAlign.LEFT : HorizontalAlign.RIGHT);
    }
    String[][] cells =
        rows.stream().map(row -> row.toArray(String[]::new)).toArray(String[][]::new);
    return AsciiTable.getTable(AsciiTable.BASIC_ASCII_NO_DATA_SEPARATORS, columns, cells) + "\n";
  }
}
