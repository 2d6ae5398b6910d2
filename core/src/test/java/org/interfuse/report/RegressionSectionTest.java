package org.interfuse.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What is drawn of predicted numbers. */
class RegressionSectionTest {
  @Test
  void drawsMeansWithIntervalsAndCellsWithoutPoints() {
    String comparison =
        """
        {'primary': 'net', 'smallest_cell': 10, 'regression': [{'target': 'size',
          'candidate': 'net', 'subjects': 1018,
          'bins': [
            {'subjects': 500, 'predicted': 1.0, 'observed': 1.5, 'lower': 1.1, 'upper': 1.9},
            {'subjects': 518, 'predicted': 4.0, 'observed': 3.5, 'lower': 3.1, 'upper': 3.9}],
          'edges': [0, 2, 4], 'counts': [[600, null], [null, 400]], 'hidden': 18}]}
        """;
    ObjectNode none = JsonMapper.shared().createObjectNode();
    String page =
        Report.of(
            JsonMapper.shared().readTree(comparison.replace('\'', '"')), none, none, List.of());

    assertThat(page)
        .contains("Mean observed by prediction: size", "1.10 to 1.90", "3.10 to 3.90")
        .contains("net: observed against predicted size", "more of the 1\u202F018 subjects")
        .contains("Cells of fewer than 10 are empty; they hold 18 together.")
        .contains("<th scope=\"row\">0 to 2.00</th>");
    assertThat(page.split("class=\"density\"", -1)).as("two cells").hasSize(3);
  }
}
