package org.interfuse.cohort;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.interfuse.finding.Finding;
import org.interfuse.finding.Findings;

/** Reads groups of subjects from a column. */
final class Groups {
  private final Cohort cohort;
  private final Findings findings;

  Groups(Cohort cohort, Findings findings) {
    this.cohort = cohort;
    this.findings = findings;
  }

  /** Per subject its group from 0, in order of occurrence; without a value, a group of its own. */
  int[] of(String column) {
    List<String> cells = attribute(cohort, column);
    Map<String, Integer> groups = new HashMap<>();
    int[] group = new int[cells.size()];
    int next = 0;
    int alone = 0;
    for (int i = 0; i < group.length; i++) {
      String cell = cells.get(i);
      Integer known = cell.isEmpty() ? null : groups.get(cell);
      if (known == null) {
        known = next++;
        alone += cell.isEmpty() ? 1 : 0;
        groups.put(cell, known);
      }
      group[i] = known;
    }
    if (alone > 0) {
      findings.warning(
          Finding.of(
              "split.group",
              "column '%s' should place every subject in a group".formatted(column),
              "%,d without, each of them taken for a group of its own".formatted(alone)));
    }
    return group;
  }

  /** A column that the cohort was read with. */
  static List<String> attribute(Cohort cohort, String column) {
    List<String> cells = cohort.attributes().get(column);
    if (cells == null) {
      throw new IllegalArgumentException("the cohort was read without its column '" + column + "'");
    }
    return cells;
  }
}
