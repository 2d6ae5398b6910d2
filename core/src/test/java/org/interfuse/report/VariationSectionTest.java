package org.interfuse.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Where variations of the primary candidate stand, and where they do not. */
class VariationSectionTest {
  private static final JsonMapper MAPPER = JsonMapper.shared();

  @Test
  void twoOptionsAreRowsAndColumns() {
    ObjectNode comparison = comparison("{'width': '8', 'rate': '0.1'}");
    add(comparison, "wide", "{'width': '16', 'rate': '0.1'}", 0.71, 0.02);
    add(comparison, "fast", "{'width': '8', 'rate': '0.3'}", 0.66, -0.01);

    String table = between(page(comparison), "id=\"variations\"", "</table>");

    assertThat(table)
        .contains("width ↓   rate →")
        .contains("<th scope=\"col\" class=\"number\">0.1</th>")
        .contains("<th scope=\"row\">16</th><td class=\"number\">0.710 [0.700, 0.720]<br/>−0.020")
        .contains("0.660 [0.650, 0.670]<br/>+0.010 [−0.010, 0.030]</td>")
        .contains("0.690 [0.680, 0.700]<br/>primary")
        .contains("<td class=\"number\">–</td>"); // wide and fast was not asked for
  }

  @Test
  void oneOptionHasARowForEachVariation() {
    ObjectNode comparison = comparison("{'width': '8'}");
    add(comparison, "wide", "{'width': '16'}", 0.71, 0.02);

    String table = between(page(comparison), "id=\"variations\"", "</table>");

    assertThat(table)
        .contains("<th scope=\"col\">variation</th><th scope=\"col\" class=\"number\">width</th>")
        .contains("<tr class=\"primary\"><th scope=\"row\">own (primary)</th>")
        .contains("<th scope=\"row\">wide</th><td class=\"number\">16</td>")
        .contains("−0.020 [−0.040, 0.000]");
  }

  @Test
  void variationsStandNowhereElse() {
    ObjectNode comparison = comparison("{'width': '8'}");
    add(comparison, "wide", "{'width': '16'}", 0.71, 0.02);
    add(comparison, "plain", "{}", 0.6, 0.05);
    String page = page(comparison);
    String forest = between(page, "<strong>Exploratory differences", "</figure>");
    String main = between(page, "id=\"candidates\"", "</section>");

    assertThat(forest).contains("own – plain").doesNotContain("wide");
    assertThat(main).contains("own (primary)", "plain").doesNotContain("wide");
    assertThat(page).contains("<summary>Differences of variations of own</summary>");
  }

  @Test
  void withoutVariationsThereIsNoSection() {
    assertThat(page(comparison("{}"))).doesNotContain("id=\"variations\"");
  }

  private static String page(JsonNode comparison) {
    ObjectNode none = MAPPER.createObjectNode();
    return Report.of(comparison, none, none, List.of());
  }

  private static String between(String page, String from, String to) {
    int start = page.indexOf(from);
    assertThat(start).as(from).isNotNegative();
    return page.substring(start, page.indexOf(to, start));
  }

  private static ObjectNode comparison(String varied) {
    ObjectNode root =
        (ObjectNode)
            tree(
                "{'primary': 'own', 'primary_metrics': {'y': 'auroc'}, 'margin': 0.02, 'level': 0.95,"
                    + " 'candidates': [], 'contrasts': []}");
    root.withArray("candidates").add(candidate("own", varied, 0.69));
    return root;
  }

  /** A candidate whose difference, own minus it, is known. */
  private static void add(
      ObjectNode root, String name, String varied, double value, double difference) {
    root.withArray("candidates").add(candidate(name, varied, value));
    ObjectNode contrast = root.withArray("contrasts").addObject();
    contrast.put("target", "y").put("metric", "auroc").put("first", "own").put("second", name);
    contrast.put("against", "other").put("confirmatory", false).put("verdict", "cannot_tell");
    contrast.put("difference", difference);
    contrast.put("lower", difference - 0.02).put("upper", difference + 0.02);
  }

  private static JsonNode candidate(String name, String varied, double value) {
    ObjectNode node = MAPPER.createObjectNode().put("name", name);
    node.set("varied", tree(varied));
    ObjectNode metric = node.putArray("metrics").addObject();
    metric.put("target", "y").put("metric", "auroc").put("value", value);
    metric.put("lower", value - 0.01).put("upper", value + 0.01);
    return node;
  }

  private static JsonNode tree(String text) {
    return MAPPER.readTree(text.replace('\'', '"'));
  }
}
