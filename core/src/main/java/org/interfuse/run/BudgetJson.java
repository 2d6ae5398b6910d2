package org.interfuse.run;

import java.util.Map;
import org.interfuse.comparison.TuningSpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What tuning may spend, in {@code comparison.json}. */
final class BudgetJson {
  private BudgetJson() {}

  /** Adds {@code tuning} to the tree and {@code budget} to each of its candidates. */
  static void add(ObjectNode root, TuningSpec spec, Map<String, String> budgets) {
    ObjectNode tuning = root.putObject("tuning");
    tuning.put("trials", spec.trials());
    for (JsonNode candidate : root.path("candidates")) {
      String budget = budgets.get(candidate.path("name").asString());
      if (budget != null) {
        ((ObjectNode) candidate).put("budget", budget);
      }
    }
  }
}
