package org.interfuse.source;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.interfuse.finding.Finding;
import org.interfuse.finding.Findings;
import org.interfuse.source.text.TextColumn;

/**
 * Which subject each row of a table belongs to; subjects in order of their first row.
 *
 * @param ids distinct, one a subject
 * @param subjectOf per row its subject
 * @param firstRow per subject its first row
 * @param counts per subject how many rows it has
 * @param idColumn the column that was read, or -1 for {@code id: rows}
 */
record SubjectRows(List<String> ids, int[] subjectOf, int[] firstRow, int[] counts, int idColumn) {
  private static final int EXAMPLES = 5;

  int subjects() {
    return ids.size();
  }

  /** Rows joined by position: every row is a subject, named by its number from 0. */
  static SubjectRows byPosition(int rows) {
    int[] each = IntStream.range(0, rows).toArray();
    int[] once = new int[rows];
    java.util.Arrays.fill(once, 1);
    return new SubjectRows(
        IntStream.range(0, rows).mapToObj(Integer::toString).toList(), each, each, once, -1);
  }

  /**
   * Reads the ids of a table.
   *
   * @param option the study's option, for example {@code modalities.rna.id}
   * @throws org.interfuse.finding.FindingsException if there is no such column, an id is blank, or
   *     a subject has several rows where one is expected
   */
  static SubjectRows read(Table table, IdSpec id, RowPolicy policy, String option) {
    return read(table, id, policy, option, "mean");
  }

  /**
   * The same.
   *
   * @param together what the source calls the policy that takes all rows of a subject
   */
  static SubjectRows read(
      Table table, IdSpec id, RowPolicy policy, String option, String together) {
    if (id.rows()) {
      return byPosition(table.rows());
    }
    Findings findings = new Findings();
    int column = id.column() == null ? 0 : table.column(id.column());
    if (column < 0) {
      findings.error(
          ColumnChoice.unknown(option, table, java.util.Objects.requireNonNull(id.column())));
      findings.throwIfAny();
    }
    SubjectRows rows = group(table.text(column), id.keep(), column);
    rows.reportBlank(table, findings);
    if (policy == RowPolicy.ONE) {
      rows.reportRepeated(table, option.replaceAll("id$", "rows"), together, findings);
    }
    findings.throwIfAny();
    return rows;
  }

  private static SubjectRows group(TextColumn texts, int keep, int column) {
    Map<String, Integer> subjects = new HashMap<>();
    List<String> ids = new ArrayList<>();
    int[] subjectOfLevel = new int[texts.levels()];
    for (int level = 0; level < subjectOfLevel.length; level++) {
      String id = texts.isMissing(level) ? "" : cut(texts.level(level).strip(), keep);
      Integer known = id.isEmpty() ? Integer.valueOf(-1) : subjects.get(id);
      if (known == null) {
        known = ids.size();
        subjects.put(id, known);
        ids.add(id);
      }
      subjectOfLevel[level] = known;
    }
    int[] subjectOf = new int[texts.rows()];
    int[] firstRow = new int[ids.size()];
    int[] counts = new int[ids.size()];
    for (int row = 0; row < subjectOf.length; row++) {
      int level = texts.code(row);
      int subject = level < 0 ? -1 : subjectOfLevel[level];
      subjectOf[row] = subject;
      if (subject >= 0 && counts[subject]++ == 0) {
        firstRow[subject] = row;
      }
    }
    return new SubjectRows(ids, subjectOf, firstRow, counts, column);
  }

  /** The characters of an id that count. */
  static String cut(String id, int keep) {
    return keep > 0 && id.length() > keep ? id.substring(0, keep) : id;
  }

  private void reportBlank(Table table, Findings findings) {
    int[] blank = IntStream.range(0, subjectOf.length).filter(row -> subjectOf[row] < 0).toArray();
    if (blank.length > 0) {
      findings.error(
          Finding.of(
              table.shown() + ", column " + table.names().get(idColumn),
              "every row must have an id",
              "%,d blank, in %s".formatted(blank.length, rowNumbers(table, blank))));
    }
  }

  private void reportRepeated(Table table, String option, String together, Findings findings) {
    List<String> rows = new ArrayList<>();
    List<String> names = new ArrayList<>();
    int count = 0;
    for (int subject = 0; subject < ids.size(); subject++) {
      if (counts[subject] > 1 && ++count <= EXAMPLES) {
        int wanted = subject;
        int[] own =
            IntStream.range(0, subjectOf.length).filter(r -> subjectOf[r] == wanted).toArray();
        rows.add(rowNumbers(table, own));
        names.add(ids.get(subject) + " in " + rowNumbers(table, own));
      }
    }
    if (count == 0) {
      return;
    }
    String more = count > EXAMPLES ? "; …" : "";
    findings.error(
        Finding.of(
                table.shown(),
                "a subject has one row",
                "%,d with several: %s%s".formatted(count, String.join("; ", rows), more),
                List.of("say '%s: first' or '%s: %s'".formatted(option, option, together)))
            .withValue(String.join("; ", names) + more));
  }

  private static String rowNumbers(Table table, int[] rows) {
    StringBuilder text = new StringBuilder(rows.length == 1 ? "row " : "rows ");
    for (int i = 0; i < Math.min(rows.length, EXAMPLES); i++) {
      text.append(i == 0 ? "" : ", ").append(table.rowNumber(rows[i]));
    }
    return text.append(rows.length > EXAMPLES ? ", …" : "").toString();
  }
}
