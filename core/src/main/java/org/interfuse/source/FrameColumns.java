package org.interfuse.source;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.interfuse.finding.Finding;
import org.interfuse.finding.Findings;
import org.interfuse.modality.KnownColumns;
import org.jspecify.annotations.Nullable;

/**
 * What a study reads of a table of frames.
 *
 * @param places columns of the table that hold the numbers
 * @param names of these columns
 * @param time the column of times; -1 for none
 */
record FrameColumns(int[] places, List<String> names, int time) {
  /**
   * Chooses.
   *
   * @param others columns that are no numbers of a frame: ids, targets
   * @param known what the model was fitted on, or null
   * @throws org.interfuse.finding.FindingsException if there are no such columns, or cells that are
   *     no numbers
   */
  static FrameColumns of(
      Table table,
      FramesSource spec,
      String option,
      Set<String> others,
      @Nullable KnownColumns known) {
    Findings findings = new Findings();
    int time = spec.time().isEmpty() ? -1 : table.column(spec.time());
    if (!spec.time().isEmpty() && time < 0) {
      findings.error(ColumnChoice.unknown(option + ".time", table, spec.time()));
    }
    List<Integer> chosen = chosen(table, spec, option, others, known, findings);
    findings.throwIfAny();
    NumericCells.requireAll(table, chosen, findings);
    findings.throwIfAny();
    return new FrameColumns(
        chosen.stream().mapToInt(Integer::intValue).toArray(),
        chosen.stream().map(table.names()::get).toList(),
        time);
  }

  private static List<Integer> chosen(
      Table table,
      FramesSource spec,
      String option,
      Set<String> others,
      @Nullable KnownColumns known,
      Findings findings) {
    if (known != null) {
      List<String> absent = new java.util.ArrayList<>();
      List<Integer> chosen = KnownChoice.find(table, known.numeric(), absent);
      KnownChoice.report(table.shown(), known.numeric().size(), absent, findings);
      return chosen;
    }
    Set<String> never = new HashSet<>(others);
    never.add(spec.time());
    List<Integer> chosen =
        new ColumnChoice(table, option, findings).choose(spec.columns(), spec.exclude(), never);
    for (String name : spec.columns()) {
      if (others.contains(name)) {
        findings.error(
            Finding.of(
                option + ".columns", "a target or an id must not be a feature", "'" + name + "'"));
      }
    }
    if (chosen.isEmpty() && findings.errors().isEmpty()) {
      findings.error(
          Finding.of(option, "a frame must have a number", "no column in " + table.shown()));
    }
    return chosen;
  }

  int width() {
    return places.length;
  }
}
