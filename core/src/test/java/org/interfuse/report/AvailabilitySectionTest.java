package org.interfuse.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What is drawn of presence where most patterns are rare, or modalities are many. */
class AvailabilitySectionTest {
  private static final JsonMapper MAPPER = JsonMapper.shared();

  @Test
  void rarePatternsAreOneBlockFilledAsFarAsTheyHaveAModality() {
    String map =
        map(
            """
            {'availability': {'subjects': 100,
              'modalities': [{'name': 'a', 'subjects': 70}, {'name': 'b', 'subjects': 45},
                {'name': 'c', 'subjects': 40}, {'name': 'd', 'subjects': null}],
              'patterns': [{'modalities': ['a', 'b'], 'subjects': 40}],
              'hidden': {'patterns': 12, 'subjects': 60}}}
            """);

    assertThat(map)
        .contains("The last block is all rare patterns together.")
        .contains("<th scope=\"row\">rare patterns together</th><td class=\"number\">60</td>")
        .contains("<th scope=\"row\">of these, with a</th><td class=\"number\">30</td>")
        .contains("<th scope=\"row\">of these, with c</th><td class=\"number\">40</td>")
        .doesNotContain("of these, with b") // five subjects
        .doesNotContain("of these, with d");
    assertThat(map.split("class=\"cell some\"", -1)).as("two rows and the legend").hasSize(4);
  }

  @Test
  void aMapIsDrawnWhereEveryPatternIsRare() {
    assertThat(
            map(
                """
                {'availability': {'subjects': 100, 'modalities': [{'name': 'a', 'subjects': 70}],
                  'patterns': [], 'hidden': {'patterns': 30, 'subjects': 100}}}
                """))
        .contains("of these, with a");
  }

  @Test
  void saysWhyTooManyModalitiesAreNotExamined() {
    assertThat(page(many(11)))
        .contains("Missing modalities: not examined: 11 modalities; patterns are drawn for at most")
        .contains("Reliance: not examined: 11 modalities; patterns are drawn for at most 10.");
    assertThat(page(many(10))).doesNotContain("not examined");
  }

  private static String many(int modalities) {
    String names =
        IntStream.range(0, modalities)
            .mapToObj("{'name': 'm%d', 'subjects': 90}"::formatted)
            .collect(Collectors.joining(", "));
    return "{'availability': {'subjects': 90, 'modalities': [%s]}}".formatted(names);
  }

  private static String map(String comparison) {
    String page = page(comparison);
    int start = page.indexOf("<strong>Presence by pattern");
    assertThat(start).isNotNegative();
    return page.substring(start, page.indexOf("</figure>", start));
  }

  private static String page(String comparison) {
    ObjectNode none = MAPPER.createObjectNode();
    return Report.of(MAPPER.readTree(comparison.replace('\'', '"')), none, none, List.of());
  }
}
