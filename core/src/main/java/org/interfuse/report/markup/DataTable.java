package org.interfuse.report.markup;

import java.util.ArrayList;
import java.util.List;

/**
 * A table with a caption, column headers and row headers. It lies in a region of its own that can
 * be scrolled sideways, also with the keyboard, so that a wide table never makes the page wide. A
 * cell may have several lines.
 */
public final class DataTable {
  private final String caption;
  private final List<String> headers;
  private final List<Row> rows = new ArrayList<>();

  /** A table without rows; the first column names the row. */
  public DataTable(String caption, List<String> headers) {
    this.caption = caption;
    this.headers = List.copyOf(headers);
  }

  /** Appends a row; the first cell is its header. */
  public DataTable row(List<String> cells) {
    return row(cells, false);
  }

  /** Appends a row that may stand out. */
  public DataTable row(List<String> cells, boolean emphasised) {
    rows.add(new Row(List.copyOf(cells), emphasised));
    return this;
  }

  /** Whether there are no rows. */
  public boolean isEmpty() {
    return rows.isEmpty();
  }

  /** The table in its region. */
  public Element element() {
    Element head = Element.of("tr");
    for (int c = 0; c < headers.size(); c++) {
      Element header = Element.of("th", headers.get(c)).with("scope", "col");
      head.add(numeric(c) ? header.with("class", "number") : header);
    }
    Element body = Element.of("tbody");
    rows.forEach(row -> body.add(element(row)));
    return Element.of("div")
        .with("class", "scroll")
        .with("role", "region")
        .with("aria-label", caption)
        .with("tabindex", "0")
        .add(
            Element.of("table")
                .add(Element.of("caption", caption), Element.of("thead").add(head), body));
  }

  private Element element(Row row) {
    Element line = Element.of("tr");
    if (row.emphasised) {
      line.with("class", "primary");
    }
    for (int c = 0; c < row.cells.size(); c++) {
      Element cell = c == 0 ? Element.of("th").with("scope", "row") : Element.of("td");
      lines(cell, row.cells.get(c));
      line.add(numeric(c) ? cell.with("class", "number") : cell);
    }
    return line;
  }

  private static void lines(Element cell, String text) {
    String[] lines = text.split("\n", -1);
    for (int l = 0; l < lines.length; l++) {
      if (l > 0) {
        cell.add(Element.of("br"));
      }
      cell.text(lines[l]);
    }
  }

  /** Whether all cells of a column begin as numbers do. */
  private boolean numeric(int column) {
    return column > 0
        && rows.stream()
            .map(row -> row.cells.get(column))
            .allMatch(cell -> cell.isEmpty() || "+−<–0123456789".indexOf(cell.charAt(0)) >= 0);
  }

  private record Row(List<String> cells, boolean emphasised) {}
}
