package org.interfuse.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.interfuse.finding.Finding;
import org.interfuse.finding.Findings;
import org.interfuse.source.WrittenTable;

/**
 * What is wrong in the rows of a table, one finding for each rule and column: the first row, how
 * many there are, and never a value (law 9) but beside the finding. Not thread-safe.
 */
final class RowMistakes {
  /**
   * A rule that a row broke.
   *
   * @param column that it is about; -1 for the whole row
   * @param rule what must hold
   * @param found what was there instead, in the plural
   * @param choices what would be right
   */
  record Rule(int column, String rule, String found, List<String> choices) {}

  private final WrittenTable table;
  private final Map<Rule, List<Integer>> rows = new LinkedHashMap<>();

  RowMistakes(WrittenTable table) {
    this.table = table;
  }

  void add(int row, int column, String rule, String found, String... choices) {
    Rule broken = new Rule(column, rule, found, List.of(choices));
    rows.computeIfAbsent(broken, key -> new ArrayList<>()).add(row);
  }

  boolean any() {
    return !rows.isEmpty();
  }

  void report(Findings findings) {
    rows.forEach((rule, broken) -> findings.error(finding(rule, broken)));
  }

  private Finding finding(Rule rule, List<Integer> broken) {
    int first = broken.get(0);
    String found = "%,d %s, in %s".formatted(broken.size(), rule.found, table.rowNumbers(broken));
    if (rule.column < 0) {
      return Finding.of(table.place(first), rule.rule, found, rule.choices);
    }
    return Finding.of(table.place(first, rule.column), rule.rule, found, rule.choices)
        .withValue(table.cell(first, rule.column));
  }
}
