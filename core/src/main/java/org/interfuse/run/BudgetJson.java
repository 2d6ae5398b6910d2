package org.interfuse.run;

import java.util.Map;
import org.interfuse.comparison.Budget;
import org.interfuse.comparison.ComparisonSpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What tuning may spend, in {@code comparison.json}. */
final class BudgetJson {
  private BudgetJson() {}

  /** Adds {@code tuning} to the tree and {@code budget} to each of its candidates. */
  static void add(ObjectNode root, ComparisonSpec comparison, Map<String, String> budgets) {
    ObjectNode tuning = root.putObject("tuning");
    tuning.put("trials", comparison.tuning().spec().trials());
    String untuned = Budget.untuned(comparison);
    if (!untuned.isEmpty()) {
      tuning.put("note", untuned);
    }
    for (JsonNode candidate : root.path("candidates")) {
      String budget = budgets.get(candidate.path("name").asString());
      if (budget != null) {
        ((ObjectNode) candidate).put("budget", budget);
      }
    }
  }
}
