package org.interfuse.duckdb;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.interfuse.finding.Finding;
import org.interfuse.finding.FindingsException;

/**
 * The columns of a relation as a table has them: a column of lists of one length N stands for N
 * columns.
 */
final class DuckSchema {
  private final String relation;
  private final int rows;
  private final List<String> names = new ArrayList<>();
  private final List<DuckColumn> columns = new ArrayList<>();
  private final List<Integer> elements = new ArrayList<>();
  private final Map<DuckColumn, Lists> lists = new HashMap<>();

  private DuckSchema(String relation, int rows) {
    this.relation = relation;
    this.rows = rows;
  }

  /**
   * The lists of one column.
   *
   * @param width their length
   * @param someMissing whether a row has none
   */
  private record Lists(int width, boolean someMissing) {}

  /**
   * Asks DuckDB for columns, rows and the lengths of lists.
   *
   * @throws FindingsException if there are no rows, or lists of one column differ in length
   */
  static DuckSchema read(
      String shown, DuckDatabase database, String relation, List<String> listNames)
      throws SQLException {
    List<DuckColumn> described =
        database.rows("DESCRIBE SELECT * FROM " + relation).stream()
            .map(row -> DuckColumn.of(row.get(0), row.get(1)))
            .toList();
    DuckSchema schema = new DuckSchema(relation, count(shown, database, relation));
    List<DuckColumn> ofLists =
        described.stream().filter(column -> column.kind() == DuckColumn.Kind.LIST).toList();
    for (DuckColumn column : ofLists) {
      schema.lists.put(column, schema.lists(shown, database, column));
    }
    schema.requireNames(shown, ofLists, listNames);
    described.forEach(column -> schema.add(column, listNames));
    return schema;
  }

  private static int count(String shown, DuckDatabase database, String relation)
      throws SQLException {
    long rows = Long.parseLong(database.rows("SELECT count(*) FROM " + relation).get(0).get(0));
    if (rows == 0 || rows > Integer.MAX_VALUE - 8) {
      throw new FindingsException(
          Finding.of(
              shown,
              "it must have from 1 to %,d rows".formatted(Integer.MAX_VALUE - 8),
              rows == 0 ? "none" : "%,d".formatted(rows)));
    }
    return (int) rows;
  }

  private Lists lists(String shown, DuckDatabase database, DuckColumn column) throws SQLException {
    String length = "len(%s)".formatted(column.list());
    List<String> found =
        database
            .rows("SELECT min(%1$s), max(%1$s), count(%1$s) FROM %2$s".formatted(length, relation))
            .get(0);
    if (!found.get(0).equals(found.get(1)) || found.get(0).isEmpty() || found.get(0).equals("0")) {
      throw new FindingsException(
          Finding.of(
              "%s, column %s".formatted(shown, column.name()),
              "its lists must have one length, above 0",
              found.get(0).isEmpty()
                  ? "no list"
                  : "lengths from %s to %s".formatted(found.get(0), found.get(1))));
    }
    return new Lists(Integer.parseInt(found.get(0)), Integer.parseInt(found.get(2)) < rows);
  }

  private void requireNames(String shown, List<DuckColumn> ofLists, List<String> listNames) {
    if (listNames.isEmpty()) {
      return;
    }
    int width = ofLists.size() == 1 ? width(ofLists.get(0)) : -1;
    if (width != listNames.size()) {
      throw new FindingsException(
          Finding.of(
              shown,
              "'names' must hold one line for each element of its only column of lists",
              width < 0
                  ? ofLists.size() + " such columns"
                  : "%,d lines for %,d elements".formatted(listNames.size(), width)));
    }
  }

  private void add(DuckColumn column, List<String> listNames) {
    if (column.kind() != DuckColumn.Kind.LIST) {
      add(column, column.name(), -1);
      return;
    }
    int width = width(column);
    for (int element = 0; element < width; element++) {
      String name = listNames.isEmpty() ? column.name() + (element + 1) : listNames.get(element);
      add(column, name, element);
    }
  }

  private void add(DuckColumn column, String name, int element) {
    columns.add(column);
    names.add(name);
    elements.add(element);
  }

  /** What stands behind FROM. */
  String relation() {
    return relation;
  }

  int rows() {
    return rows;
  }

  List<String> names() {
    return names;
  }

  /** The column of the relation that a column of the table is of. */
  DuckColumn column(int column) {
    return columns.get(column);
  }

  /** The element of a list that a column of the table is, from 0; -1 if it is none. */
  int element(int column) {
    return elements.get(column);
  }

  /** How long the lists of a column are. */
  int width(DuckColumn column) {
    return java.util.Objects.requireNonNull(lists.get(column)).width();
  }

  /** SQL of a column's lists, a missing one as missing numbers. */
  String list(DuckColumn column) {
    Lists found = java.util.Objects.requireNonNull(lists.get(column));
    return found.someMissing() ? column.listOf(found.width()) : column.list();
  }
}
