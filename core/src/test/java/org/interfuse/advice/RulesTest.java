package org.interfuse.advice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.dataformat.yaml.YAMLMapper;

class RulesTest {
  private static final String COMPLETE =
      "- {name: one, measure: owners, at_least: 2, favours: [late], says: a, ends: b, begins: d, source: c";

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
    List<String> page = Files.readAllLines(Path.of("../docs/choosing-a-strategy.md"));

    for (Rule rule : Rules.load()) {
      String row =
          page.stream()
              .filter(line -> line.startsWith("| `" + rule.name() + "` |"))
              .findFirst()
              .orElseThrow(() -> new AssertionError(rule.name() + " is not on the page"));
      List<String> cells = Arrays.stream(row.split("\\|")).map(String::strip).toList();
      assertThat(cells.get(3)).as(rule.name()).isEqualTo(threshold(rule));
      assertThat(cells.get(4)).as(rule.name()).isEqualTo(approaches(rule.favours()));
      assertThat(cells.get(5)).as(rule.name()).isEqualTo(approaches(rule.against()));
      assertThat(cells.get(2).contains("not computed yet"))
          .as(rule.name())
          .isEqualTo(rule.never() != null);
    }
    assertThat(page.stream().filter(line -> line.startsWith("| `"))).hasSize(Rules.load().size());
  }

  private static String threshold(Rule rule) {
    Double from = rule.atLeast();
    return from == null ? "< " + plain(rule.below()) : "≥ " + plain(from);
  }

  /** Without the zero before a point: {@code .01}. */
  private static String plain(@Nullable Double value) {
    String text = new BigDecimal(String.valueOf(value)).stripTrailingZeros().toPlainString();
    return text.startsWith("0.") ? text.substring(1) : text;
  }

  private static String approaches(List<Approach> approaches) {
    return approaches.stream().map(Approach::text).collect(Collectors.joining(", "));
  }

  @Test
  void oneRuleAloneCannotBeComputedYet() {
    assertThat(Rules.load().stream().filter(rule -> rule.never() != null).map(Rule::measure))
        .containsExactly(Measure.MODALITIES_IN_TIME);
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
