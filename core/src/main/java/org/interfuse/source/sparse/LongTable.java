package org.interfuse.source.sparse;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.interfuse.finding.Finding;
import org.interfuse.finding.Findings;
import org.interfuse.finding.FindingsException;
import org.interfuse.finding.Spelling;
import org.interfuse.modality.PackedNames;
import org.interfuse.source.ColumnNames;
import org.interfuse.source.SparseSource;
import org.interfuse.source.TableFile;
import org.interfuse.source.TableFormat;
import org.interfuse.source.TableReaders;
import org.interfuse.source.text.TextColumn;
import org.interfuse.source.wide.SubjectIds;

/**
 * A table with a line for each cell that is not 0: subject, column and value. Lines of the same
 * cell are summed; without a value each counts 1.
 */
final class LongTable {
  private final SparseSource spec;
  private final String option;
  private final TableFile table;
  private final Findings warnings;
  private final Findings findings = new Findings();

  private LongTable(SparseSource spec, String option, TableFile table, Findings warnings) {
    this.spec = spec;
    this.option = option;
    this.table = table;
    this.warnings = warnings;
  }

  /**
   * Reads a table.
   *
   * @param option the modality's options in the study
   * @param warnings is told of numbers that are not read
   */
  static SparseFile read(
      SparseSource spec, Path file, String shown, String option, Findings warnings) {
    TableFile table =
        TableReaders.open(
            file,
            shown,
            new TableFormat(),
            (column, name) -> isId(spec, column, name) || name.equals(spec.column()));
    return new LongTable(spec, option, table, warnings).read();
  }

  private static boolean isId(SparseSource spec, int column, String name) {
    return spec.id().column() == null ? column == 0 : name.equals(spec.id().column());
  }

  private SparseFile read() {
    if (spec.id().rows()) {
      findings.error(Finding.of(option + ".id", "a table of cells must have ids", "id: rows"));
    }
    int id = spec.id().column() == null ? 0 : place(spec.id().column(), ".id");
    int column = place(spec.column(), ".column");
    int value = table.names().indexOf(spec.value());
    if (value < 0 && !spec.value().equals(SparseSource.VALUE)) {
      value = place(spec.value(), ".value");
    }
    requireNumbers(value);
    findings.throwIfAny();
    if (value < 0) {
      warnOfNumbers(id, column);
    }
    table.requireTexts(List.of(id, column));
    TextColumn ids = table.text(id);
    TextColumn columns = table.text(column);
    requireThere(ids, id);
    requireThere(columns, column);
    findings.throwIfAny();
    return cells(ids, columns, value);
  }

  private int place(String name, String key) {
    int place = table.names().indexOf(name);
    if (place < 0) {
      List<String> choices = new ArrayList<>();
      Spelling.nearest(name, table.names())
          .ifPresent(near -> choices.add("did you mean '" + near + "'"));
      choices.add("its columns are " + ColumnNames.examples(table.names()));
      findings.error(
          Finding.of(
              option + key, table.shown() + " must have the column", "no '" + name + "'", choices));
    }
    return place;
  }

  private void requireNumbers(int value) {
    int wrong = value < 0 ? -1 : table.firstNotNumber(value);
    if (wrong >= 0) {
      table.requireTexts(List.of(value));
      findings.error(
          Finding.of(
                  "%s, row %,d, column %s"
                      .formatted(table.shown(), table.rowNumber(wrong), table.names().get(value)),
                  "the cell must be a number",
                  "something else")
              .withValue(table.text(value).written(wrong)));
    }
  }

  /** Without a column of values each line counts 1, which whoever has one may not expect. */
  private void warnOfNumbers(int id, int column) {
    List<String> numbers =
        IntStream.range(0, table.names().size())
            .filter(other -> other != id && other != column && table.firstNotNumber(other) < 0)
            .mapToObj(table.names()::get)
            .toList();
    if (!numbers.isEmpty()) {
      warnings.warning(
          Finding.of(
              option + ".value",
              table.shown() + " has no column '%s', so each line counts 1".formatted(spec.value()),
              "numbers that are not read in " + ColumnNames.examples(numbers),
              List.of("say 'value: %s' if they are the values".formatted(numbers.get(0)))));
    }
  }

  private void requireThere(TextColumn texts, int column) {
    for (int row = 0; row < texts.rows(); row++) {
      if (texts.code(row) < 0) {
        findings.error(
            Finding.of(
                "%s, row %,d, column %s"
                    .formatted(table.shown(), table.rowNumber(row), table.names().get(column)),
                "every line must name a subject and a column",
                "a missing cell"));
        return;
      }
    }
  }

  private SparseFile cells(TextColumn ids, TextColumn columns, int value) {
    float[] values = new float[table.rows()];
    Arrays.fill(values, 1);
    if (value >= 0) {
      table.forEachRow(new int[] {value}, (row, cells, from) -> values[row] = cells[from]);
    }
    Levels subjects = Levels.of(ids);
    requireDistinct(subjects.texts());
    Levels names = Levels.of(columns);
    CellBuilder builder =
        new CellBuilder(subjects.texts().size(), names.texts().size(), table.shown(), table.rows());
    for (int row = 0; row < values.length; row++) {
      if (!Float.isFinite(values[row])) {
        throw new FindingsException(
            Finding.of(
                "%s, row %,d".formatted(table.shown(), table.rowNumber(row)),
                "a value must be there and finite; a cell that is 0 or unknown has no line",
                "another"));
      }
      builder.add(subjects.of()[ids.code(row)], names.of()[columns.code(row)], values[row]);
    }
    return new SparseFile(
        subjects.texts(), PackedNames.of(names.texts()), builder.build(CellBuilder.Repeats.SUM));
  }

  /** Lines are summed by whole ids: samples that share what is kept of them are not one subject. */
  private void requireDistinct(List<String> ids) {
    Map<String, List<String>> kept = new LinkedHashMap<>();
    ids.forEach(
        id ->
            kept.computeIfAbsent(SubjectIds.cut(id, spec.id().keep()), key -> new ArrayList<>(1))
                .add(id));
    kept.values().removeIf(same -> same.size() == 1);
    if (!kept.isEmpty()) {
      throw new FindingsException(
          Finding.of(
                  table.shown(),
                  "ids must differ in the first %,d characters, which 'keep' leaves"
                      .formatted(spec.id().keep()),
                  "%,d subjects of several ids".formatted(kept.size()))
              .withValue(ColumnNames.examples(kept.values().iterator().next())));
    }
  }

  /**
   * The distinct texts of a column.
   *
   * @param texts in order of first occurrence
   * @param of the column's levels the text's place
   */
  private record Levels(List<String> texts, int[] of) {
    static Levels of(TextColumn column) {
      Map<String, Integer> places = new LinkedHashMap<>();
      int[] of = new int[column.levels()];
      for (int level = 0; level < of.length; level++) {
        if (!column.isMissing(level)) {
          String text = column.level(level).strip().replace('\n', ' ');
          of[level] = places.computeIfAbsent(text, key -> places.size());
        }
      }
      return new Levels(List.copyOf(places.keySet()), of);
    }
  }
}
