package org.interfuse.source.sparse;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.interfuse.finding.Finding;
import org.interfuse.finding.FindingsException;
import org.interfuse.source.text.FieldLines;
import org.interfuse.source.text.TextFile;

/**
 * A matrix in MatrixMarket's coordinate format: real, integer or pattern, general; also compressed
 * (math.nist.gov/MatrixMarket/formats.html).
 */
final class MatrixMarket {
  private static final String BANNER = "%%MatrixMarket";

  private final FieldLines lines;
  private final String shown;
  private final boolean subjectsAreRows;
  private boolean pattern;

  private MatrixMarket(FieldLines lines, String shown, boolean subjectsAreRows) {
    this.lines = lines;
    this.shown = shown;
    this.subjectsAreRows = subjectsAreRows;
  }

  /**
   * Reads a file.
   *
   * @throws FindingsException if it is no such matrix, or has more or fewer cells than it says
   */
  static CompressedRows read(Path file, String shown, boolean subjectsAreRows) {
    try (FieldLines lines = new FieldLines(TextFile.open(file, shown))) {
      return new MatrixMarket(lines, shown, subjectsAreRows).read();
    } catch (IOException e) {
      throw TextFile.unreadable(shown, e);
    }
  }

  private CompressedRows read() throws IOException {
    banner();
    do {
      if (!lines.next()) {
        throw at("it must say rows, columns and cells", "an end before that");
      }
    } while (lines.text(0).startsWith("%"));
    long rows = lines.fields() == 3 ? lines.whole(0) : -1;
    long columns = lines.fields() == 3 ? lines.whole(1) : -1;
    long cells = lines.fields() == 3 ? lines.whole(2) : -1;
    if (rows < 1 || columns < 1 || cells < 0 || Math.max(rows, columns) > Integer.MAX_VALUE - 8) {
      throw at("it must say rows, columns and cells, each a whole number", "'" + line() + "'");
    }
    CellBuilder builder =
        new CellBuilder(
            (int) (subjectsAreRows ? rows : columns),
            (int) (subjectsAreRows ? columns : rows),
            shown,
            cells);
    for (long cell = 0; cell < cells; cell++) {
      if (!lines.next()) {
        throw at("it must hold the %,d cells it says".formatted(cells), "%,d".formatted(cell));
      }
      add(builder, rows, columns);
    }
    if (lines.next()) {
      throw at("it must hold the %,d cells it says".formatted(cells), "more");
    }
    return builder.build(CellBuilder.Repeats.REFUSE);
  }

  private void banner() throws IOException {
    if (!lines.next()) {
      throw notBegun("an empty file");
    }
    if (!lines.is(0, BANNER)) {
      throw notBegun("a first line that does not begin with " + BANNER);
    }
    if (lines.fields() != 5) {
      throw notBegun("%s with %,d words after it".formatted(BANNER, lines.fields() - 1));
    }
    require(1, List.of("matrix"), "no other object has cells");
    require(2, List.of("coordinate"), "write the cells that are not 0, a line each");
    require(3, List.of("real", "integer", "pattern"), "complex numbers cannot be read");
    require(4, List.of("general"), "write both halves of a symmetric matrix");
    pattern = lower(3).equals("pattern");
  }

  private FindingsException notBegun(String found) {
    return at(
        "a MatrixMarket file begins with '%s matrix coordinate real general'".formatted(BANNER),
        found,
        "of a table of cells the file's name must not end in .mtx");
  }

  private void require(int field, List<String> allowed, String choice) {
    if (!allowed.contains(lower(field))) {
      throw at(
          "word %d of its banner must be %s%s"
              .formatted(
                  field + 1, allowed.size() > 1 ? "one of " : "", String.join(", ", allowed)),
          "'" + lines.text(field) + "'",
          choice);
    }
  }

  private String lower(int field) {
    return lines.text(field).toLowerCase(Locale.ROOT);
  }

  private void add(CellBuilder builder, long rows, long columns) {
    if (lines.fields() != (pattern ? 2 : 3)) {
      throw at(
          "a cell has a row, a column%s".formatted(pattern ? "" : " and a value"),
          lines.fields() + " fields");
    }
    long row = lines.whole(0);
    long column = lines.whole(1);
    if (row < 1 || row > rows || column < 1 || column > columns) {
      throw at(
          "a cell must be in rows 1 to %,d and columns 1 to %,d".formatted(rows, columns),
          "another place",
          numbering(row, column));
    }
    float value = pattern ? 1 : lines.number(2);
    if (!Float.isFinite(value)) {
      throw at("a value must be a finite number", "another");
    }
    int subject = (int) (subjectsAreRows ? row : column) - 1;
    builder.add(subject, (int) (subjectsAreRows ? column : row) - 1, value);
  }

  private String[] numbering(long row, long column) {
    boolean below = row == 0 || column == 0 || (lines.text(0) + lines.text(1)).contains("-");
    return below ? new String[] {"numbering begins at 1, not at 0"} : new String[0];
  }

  private String line() {
    return lines.whole();
  }

  private FindingsException at(String rule, String found, String... choices) {
    return new FindingsException(
        Finding.of("%s, line %,d".formatted(shown, lines.line()), rule, found, List.of(choices)));
  }
}
