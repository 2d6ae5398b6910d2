package org.interfuse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ListAndSchemaTest {
  @Test
  void listsEveryKind() {
    JsonNode json = CommandRun.of("list", "--json").json();

    assertThat(json.propertyNames())
        .containsExactly(
            "sources",
            "preprocessing",
            "encoders",
            "strategies",
            "fusions",
            "heads",
            "baselines",
            "metrics");
    assertThat(json.at("/strategies")).hasSize(4);
  }

  @Test
  void everythingHasAMeaning() {
    List<String> blank = new ArrayList<>();
    for (JsonNode kind : CommandRun.of("list", "--json").json()) {
      for (JsonNode entry : kind) {
        if (entry.path("meaning").asString().isEmpty()) {
          blank.add(entry.path("name").asString());
        }
        for (JsonNode option : entry.path("options")) {
          if (option.path("meaning").asString().isEmpty()) {
            blank.add(entry.path("name").asString() + "." + option.path("name").asString());
          }
        }
      }
    }

    assertThat(blank).isEmpty();
  }

  @Test
  void listsOneKindBySingularOrPlural() {
    CommandRun plural = CommandRun.of("list", "fusions");

    assertThat(plural.out())
        .startsWith("# fusions")
        .contains("gated: ")
        .contains("tied = false")
        .doesNotContain("# heads");
    assertThat(CommandRun.of("list", "fusion").out()).isEqualTo(plural.out());
  }

  @Test
  void namesTheNearestKind() {
    CommandRun run = CommandRun.of("list", "fusionz");

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains("found 'fusionz'; nearest: fusions, sources, preprocessing");
  }

  @Test
  void printsTheSchemaAlone() {
    CommandRun run = CommandRun.of("schema");

    assertThat(run.json().path("title").asString()).isEqualTo("Interfuse study");
    assertThat(run.err()).isEmpty();
  }
}
