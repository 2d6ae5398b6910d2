package org.interfuse.source;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.interfuse.finding.Finding;
import org.interfuse.finding.Findings;
import org.interfuse.modality.PackedTexts;
import org.interfuse.modality.TextData;
import org.interfuse.source.text.TextColumn;

/** Reads the texts of a table's columns. */
final class TextColumns {
  private final TextSource source;
  private final SourceContext context;

  TextColumns(TextSource source, SourceContext context) {
    this.source = source;
    this.context = context;
  }

  Loaded read() {
    RowPolicy policy =
        switch (source.rows()) {
          case ONE -> RowPolicy.ONE;
          case FIRST -> RowPolicy.FIRST;
          case JOIN -> RowPolicy.MEAN;
        };
    TableRead read = TableRead.of(source.path(), source.format(), source.id(), policy, context);
    Set<String> wanted = new HashSet<>(source.columns());
    Table table =
        context
            .files()
            .table(
                read.files(),
                read.format(),
                (column, name) ->
                    wanted.contains(name) || TableSource.isId(read.id(), column, name));
    List<Integer> columns = columns(table, read);
    table.requireTexts(columns);
    SubjectRows subjects =
        SubjectRows.read(table, read.id(), read.rows(), read.option() + ".id", "join");
    return load(subjects, columns.stream().map(table::text).toList(), read);
  }

  private List<Integer> columns(Table table, TableRead read) {
    Findings findings = new Findings();
    List<Integer> columns = new ArrayList<>();
    String option = read.option() + ".columns";
    for (String name : source.columns()) {
      int column = table.column(name);
      if (column < 0) {
        findings.error(ColumnChoice.unknown(option, table, name));
      } else if (read.targets().contains(name)) {
        findings.error(Finding.of(option, "a target must not be a feature", "'" + name + "'"));
      } else if (columns.contains(column)) {
        findings.error(Finding.of(option, "a column is named once", "'" + name + "' again"));
      }
      columns.add(column);
    }
    findings.throwIfAny();
    return columns;
  }

  private Loaded load(SubjectRows subjects, List<TextColumn> columns, TableRead read) {
    Set<String> absentCodes = new HashSet<>(read.format().missing());
    StringBuilder[] texts = new StringBuilder[subjects.subjects()];
    for (int row = 0; row < subjects.subjectOf().length; row++) {
      int subject = subjects.subjectOf()[row];
      String text = subject < 0 ? "" : text(columns, row, absentCodes);
      if (text.isEmpty()) {
        continue;
      }
      if (texts[subject] == null) {
        texts[subject] = new StringBuilder(text);
      } else if (read.rows() == RowPolicy.MEAN) {
        texts[subject].append(TextData.SEPARATOR).append(text);
      }
    }
    PackedTexts.Builder packed = new PackedTexts.Builder();
    List<String> ids = new ArrayList<>();
    for (int subject = 0; subject < texts.length; subject++) {
      if (texts[subject] != null) {
        ids.add(subjects.ids().get(subject));
        packed.add(texts[subject].toString());
        texts[subject] = null;
      }
    }
    TextData data = new TextData(packed.build(), texts.length - ids.size());
    return new Loaded(
        ids, data, read.id().rows(), read.id().rows() ? subjects.subjects() : ids.size());
  }

  /** The row's cells in order, or nothing where all are blank. */
  private static String text(List<TextColumn> columns, int row, Set<String> absentCodes) {
    StringBuilder joined = new StringBuilder();
    boolean any = false;
    for (int i = 0; i < columns.size(); i++) {
      String cell = columns.get(i).written(row);
      boolean there = !cell.isBlank() && !absentCodes.contains(cell.strip());
      joined.append(i == 0 ? "" : String.valueOf(TextData.SEPARATOR)).append(there ? cell : "");
      any |= there;
    }
    return any ? joined.toString() : "";
  }
}
