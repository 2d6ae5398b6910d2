package org.interfuse.source;

import com.google.auto.service.AutoService;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import org.interfuse.finding.Finding;
import org.interfuse.finding.FindingsException;
import org.interfuse.source.text.ParsedFile.RowSink;
import org.interfuse.source.text.TextColumn;

/**
 * A PLINK .fam file as a table, so that it can be a cohort's own: it has no header, and its fields
 * are divided by blanks. A phenotype of -9 is missing if a study's {@code missing} says so.
 */
final class FamTable implements TableFile {
  private static final List<String> NAMES =
      List.of("fid", "iid", "father", "mother", "sex", "phenotype");

  private final TableFile table;

  private FamTable(TableFile table) {
    this.table = table;
  }

  /** Reads files whose names end in {@code .fam}. */
  @AutoService(TableReader.class)
  public static final class Reader implements TableReader {
    @Override
    public List<String> endings() {
      return List.of(".fam");
    }

    @Override
    public TableFile open(Path file, String shown, List<String> missing) {
      TableFormat format = new TableFormat(false, "blanks", missing);
      TableFile table = TextTableFile.read(file, shown, format, (column, name) -> column < 4);
      if (table.names().size() != NAMES.size()) {
        throw new FindingsException(
            Finding.of(
                shown,
                "a .fam has six fields: " + String.join(", ", NAMES),
                table.names().size() + " fields"));
      }
      return new FamTable(table);
    }
  }

  @Override
  public String shown() {
    return table.shown();
  }

  @Override
  public List<String> names() {
    return NAMES;
  }

  @Override
  public int rows() {
    return table.rows();
  }

  @Override
  public long rowNumber(int row) {
    return table.rowNumber(row);
  }

  @Override
  public long cells() {
    return table.cells();
  }

  @Override
  public int firstNotNumber(int column) {
    return table.firstNotNumber(column);
  }

  @Override
  public void requireTexts(Collection<Integer> columns) {
    table.requireTexts(columns);
  }

  @Override
  public TextColumn text(int column) {
    return table.text(column);
  }

  @Override
  public void forEachRow(int[] columns, RowSink sink) {
    table.forEachRow(columns, sink);
  }
}
