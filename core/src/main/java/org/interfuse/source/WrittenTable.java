package org.interfuse.source;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.interfuse.finding.Finding;
import org.interfuse.finding.Spelling;
import org.interfuse.source.text.TextColumn;

/**
 * A table whose cells are wanted as they are written, so that a number keeps all its digits. Read
 * by the same readers as every table: text with a delimiter by its content, gzip and zip, and
 * whatever else is registered. Not thread-safe.
 */
public final class WrittenTable {
  private static final int MOST_ROWS = 5;

  private final Table table;
  private final List<Path> files;
  private final TextColumn[] columns;

  private WrittenTable(Table table, List<Path> files) {
    this.table = table;
    this.files = List.copyOf(files);
    this.columns = new TextColumn[table.names().size()];
  }

  /**
   * Reads a table.
   *
   * @param path of one file, or a glob of several whose rows follow each other
   * @param folder that the path is relative to
   * @param option the study's option, for messages
   * @throws org.interfuse.finding.FindingsException if there is no such file, or it is no table
   */
  public static WrittenTable read(Path folder, String path, String option) {
    Map<String, Path> paths = FilePaths.resolve(folder, List.of(path), option);
    Table table = new ParsedFiles().table(paths, new TableFormat(), (column, name) -> true);
    return new WrittenTable(table, List.copyOf(paths.values()));
  }

  /** The files that were read, in the order of their rows. */
  public List<Path> files() {
    return files;
  }

  /** The name in messages. */
  public String shown() {
    return table.shown();
  }

  public List<String> names() {
    return table.names();
  }

  /** The column of that name, or -1. */
  public int column(String name) {
    return table.column(name);
  }

  public int rows() {
    return table.rows();
  }

  /** A cell without white space around it; empty where it is missing. */
  public String cell(int row, int column) {
    TextColumn texts = columns[column];
    if (texts == null) {
      texts = table.text(column);
      columns[column] = texts;
    }
    return texts.text(row).strip();
  }

  /** A cell as the id of a subject; empty where it is missing. */
  public String subject(int row, int column, IdSpec id) {
    return SubjectRows.cut(cell(row, column), id.keep());
  }

  /** {@code other.csv, row 17}. */
  public String place(int row) {
    return table.place(row);
  }

  /** {@code other.csv, row 17, column probability yes}. */
  public String place(int row, int column) {
    return table.place(row, column);
  }

  /** {@code row 17} or {@code rows 3, 7, …}, as people count. */
  public String rowNumbers(List<Integer> rows) {
    List<String> numbers = new ArrayList<>();
    rows.stream().limit(MOST_ROWS).forEach(row -> numbers.add(number(row)));
    String more = rows.size() > MOST_ROWS ? ", …" : "";
    return (rows.size() == 1 ? "row " : "rows ") + String.join(", ", numbers) + more;
  }

  private String number(int row) {
    return String.valueOf(table.rowNumber(row));
  }

  /** The finding for a column that is not there, with the nearest that is. */
  public Finding lacks(String column) {
    Optional<String> near = Spelling.nearest(column, table.names());
    return Finding.of(
        table.shown(),
        "expected a column '%s'".formatted(column),
        "none",
        near.map(name -> List.of("did you mean '" + name + "'?")).orElse(List.of()));
  }
}
