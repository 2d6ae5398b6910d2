package org.interfuse.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What was spent on choosing each candidate's options, below the table: a line for each budget. */
final class BudgetText {
  private BudgetText() {}

  static String of(Map<String, String> budgets) {
    Map<String, List<String>> names = new LinkedHashMap<>();
    budgets.forEach(
        (name, budget) -> names.computeIfAbsent(budget, one -> new ArrayList<>()).add(name));
    StringBuilder text = new StringBuilder("Spent on choosing options, in each fit:\n");
    names.forEach(
        (budget, who) ->
            text.append("  ")
                .append(budget)
                .append(": ")
                .append(String.join(", ", who))
                .append('\n'));
    return text.toString();
  }
}
