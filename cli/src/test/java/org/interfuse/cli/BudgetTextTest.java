package org.interfuse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BudgetTextTest {
  @Test
  void aLineForEachBudgetWithNamesThatCanBeTold() {
    Map<String, String> budgets = new LinkedHashMap<>();
    budgets.put("gated", "1 trial (options as written)");
    budgets.put("linear (late)", "16 penalties × 5 inner folds");
    budgets.put("gated, dropout=0.1, width=8", "1 trial (options as written)");

    assertThat(BudgetText.of(budgets, "Networks were not tuned."))
        .isEqualTo(
            """
            Spent on choosing options, in each fit:
              1 trial (options as written): gated · gated, dropout=0.1, width=8
              16 penalties × 5 inner folds: linear (late)
            Networks were not tuned.
            """);
  }

  @Test
  void noLineIsWiderThanATerminalAndNoNameIsDivided() {
    Map<String, String> budgets = new LinkedHashMap<>();
    for (int width = 1; width <= 12; width++) {
      budgets.put("gated, dropout=0.1, width=" + width, "1 trial (options as written)");
    }
    String long1 = "a name ".repeat(30).strip();
    budgets.put(long1, "1 trial (options as written)");

    String text = BudgetText.of(budgets, "");

    assertThat(text.lines()).allMatch(line -> line.length() <= 120).hasSizeGreaterThan(3);
    budgets.keySet().stream()
        .filter(name -> !name.equals(long1))
        .forEach(name -> assertThat(text).contains(name));
    assertThat(text.lines().filter(line -> line.contains("gated")))
        .allMatch(line -> line.strip().matches("(1 trial .*: |gated).*(\\d|·)"));
  }
}
