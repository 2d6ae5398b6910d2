package org.interfuse.source;

import java.util.ArrayList;
import java.util.List;
import org.interfuse.finding.Finding;
import org.interfuse.finding.Findings;

/** Finds the columns that a fitted model expects. */
public final class KnownChoice {
  private KnownChoice() {}

  /** The columns of these names, in that order; those not there are added to {@code absent}. */
  static List<Integer> find(Table table, List<String> names, List<String> absent) {
    List<Integer> columns = new ArrayList<>();
    for (String name : names) {
      int column = table.column(name);
      if (column < 0) {
        absent.add(name);
      } else {
        columns.add(column);
      }
    }
    return columns;
  }

  /** One finding that names up to five absent columns. */
  public static void report(String shown, int expected, List<String> absent, Findings findings) {
    if (!absent.isEmpty()) {
      findings.error(
          Finding.of(
              shown,
              "the file must have the %,d columns that the model was fitted on".formatted(expected),
              "%,d absent: %s".formatted(absent.size(), ColumnNames.examples(absent))));
    }
  }
}
