package org.interfuse.advice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.dataformat.yaml.YAMLMapper;

class RulesTest {
  private static final String COMPLETE =
      "- {name: one, measure: owners, at_least: 2, favours: [late], says: a, change: b, source: c";

  @Test
  void everyMeasureHasARule() {
    assertThat(Rules.load().stream().map(Rule::measure).collect(Collectors.toSet()))
        .containsExactlyInAnyOrderElementsOf(Arrays.asList(Measure.values()));
  }

  @Test
  void everyApproachIsFavouredByOneRuleAtLeast() {
    List<Approach> favoured =
        Rules.load().stream().flatMap(rule -> rule.favours().stream()).distinct().toList();

    assertThat(favoured).containsExactlyInAnyOrder(Approach.values());
  }

  @Test
  void everyRuleStandsOnThePageWithItsThreshold() throws IOException {
    String page = Files.readString(Path.of("../docs/choosing-a-strategy.md"));

    for (Rule rule : Rules.load()) {
      assertThat(page).contains("`" + rule.name() + "`");
    }
  }

  @Test
  void anUnknownMeasureApproachOrKeyIsNamed() {
    assertFault(COMPLETE.replace("owners", "owner") + "}", "rule 'one': unknown measure 'owner'");
    assertFault(COMPLETE.replace("late", "later") + "}", "rule 'one': unknown approach 'later'");
    assertFault(COMPLETE + ", weight: 2}", "rule 'one': unknown key 'weight'");
    assertFault(COMPLETE + ", below: 3}", "rule 'one': expected exactly one of at_least and below");
    assertFault(COMPLETE.replace("says: a", "says: ''") + "}", "rule 'one': 'says' is required");
    assertFault(COMPLETE + "}\n" + COMPLETE + "}", "two rules are named 'one'");
  }

  @Test
  void aThresholdHoldsFromItsValueOnOrUnderIt() {
    Rule from = Rules.read(new YAMLMapper().readTree(COMPLETE + "}")).get(0);
    Rule under =
        Rules.read(new YAMLMapper().readTree(COMPLETE.replace("at_least", "below") + "}")).get(0);

    assertThat(from.holds(2)).isTrue();
    assertThat(from.holds(1.99)).isFalse();
    assertThat(under.holds(2)).isFalse();
    assertThat(under.holds(1.99)).isTrue();
    assertThat(from.holds(Double.NaN)).isFalse();
    assertThat(under.holds(Double.NaN)).isFalse();
  }

  private static void assertFault(String yaml, String message) {
    assertThatThrownBy(() -> Rules.read(new YAMLMapper().readTree(yaml))).hasMessage(message);
  }
}
