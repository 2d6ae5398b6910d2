package org.interfuse.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was spent on choosing each candidate's options, below the table: a line for each budget, and
 * more where its names need them. Names may hold commas, so dots stand between them.
 */
final class BudgetText {
  private static final int WIDEST = 110;
  private static final String BETWEEN = " · ";

  private BudgetText() {}

  /**
   * The lines.
   *
   * @param budgets by candidate, in words
   * @param note what must be said besides, once; empty for nothing
   */
  static String of(Map<String, String> budgets, String note) {
    Map<String, List<String>> names = new LinkedHashMap<>();
    budgets.forEach(
        (name, budget) -> names.computeIfAbsent(budget, one -> new ArrayList<>()).add(name));
    StringBuilder text = new StringBuilder("Spent on choosing options, in each fit:\n");
    names.forEach((budget, who) -> lines(text, budget, who));
    return note.isEmpty() ? text.toString() : text.append(Wrapped.of(note)).toString();
  }

  private static void lines(StringBuilder text, String budget, List<String> names) {
    StringBuilder line = new StringBuilder("  ").append(budget).append(": ");
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i) + (i + 1 < names.size() ? BETWEEN : "");
      if (line.length() + name.stripTrailing().length() > WIDEST) {
        end(text, line);
        line = new StringBuilder("    ");
      }
      line.append(name);
    }
    end(text, line);
  }

  /** A name that is too long for a line of its own goes on in the next. */
  private static void end(StringBuilder text, StringBuilder line) {
    String words = line.toString().stripTrailing();
    if (words.length() <= WIDEST) {
      text.append(words).append('\n');
    } else {
      text.append("    ").append(Wrapped.of(words.strip()).stripTrailing().replace("\n", "\n   "));
      text.append('\n');
    }
  }
}
