package org.interfuse.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What was spent on choosing options, and what was chosen. */
class BudgetSectionTest {
  private static final JsonMapper MAPPER = JsonMapper.shared();

  @Test
  void saysWhatWasSpentAndWhatWasChosen() {
    String page =
        page(
            """
            {'primary': 'net', 'candidates': [
              {'name': 'line', 'budget': '16 penalties × 5 inner folds',
               'fits': [{'choices': {'y penalty a': '0.1'}}]},
              {'name': 'net', 'budget': '4 trials, 2.0 full fits', 'fits': [
                {'choices': {'trial': '1 of 4', 'width': '64', 'rate': '0.001'}},
                {'choices': {'trial': '2 of 4', 'width': '32', 'rate': '0.002'}},
                {'choices': {'trial': '2 of 4', 'width': '64', 'rate': '0.005'}},
                {'choices': {'trial': '4 of 4', 'width': '64', 'rate': '0.004'}}]},
              {'name': 'theirs', 'budget': 'none: made elsewhere', 'predictions': 'theirs.csv'}]}
            """);

    assertThat(page)
        .contains("<th scope=\"row\">line</th><td>16 penalties × 5 inner folds</td>")
        .contains("<th scope=\"row\">net (primary)</th><td>4 trials, 2.0 full fits</td>")
        .contains("<th scope=\"row\">theirs (made elsewhere)</th><td>none: made elsewhere</td>")
        .contains("<th scope=\"row\">net</th><td>width</td><td>64 in 3, 32 in 1 of 4</td>")
        .contains("<td>rate</td><td>median 0.003, from 0.001 to 0.005</td>")
        .doesNotContain("<td>trial</td>", "penalty a");
  }

  @Test
  void nothingIsSaidOfAnOldComparison() {
    assertThat(page("{'primary': 'net', 'candidates': [{'name': 'net'}]}"))
        .doesNotContain("id=\"budgets\"");
  }

  private static String page(String comparison) {
    ObjectNode none = MAPPER.createObjectNode();
    return Report.of(MAPPER.readTree(comparison.replace('\'', '"')), none, none, List.of());
  }
}
