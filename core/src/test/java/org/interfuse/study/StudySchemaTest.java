package org.interfuse.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class StudySchemaTest {
  private static final JsonNode SCHEMA = StudySchema.of(TestSpecs.catalog());

  @ParameterizedTest
  @ValueSource(strings = {"ten-lines.yaml", "full.yaml", "one-modality.yaml"})
  @DisplayName("what the reader takes is valid, as written and as resolved")
  void takesGoodStudies(String name) {
    StudyFile file = Study.read(Resources.good(name), TestSpecs.catalog());
    SchemaCheck check = new SchemaCheck(SCHEMA);
    assertThat(check.valid(file.tree())).isTrue();
    assertThat(check.valid(ResolvedStudy.of(file.study()).json())).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "01-version",
        "02-no-version",
        "07-unknown-key",
        "08-unknown-type",
        "10-wrong-types",
        "11-no-target",
        "12-target-options",
        "13-both-targets",
        "14-split-forms",
        "15-split-key",
        "18-weights",
        "19-candidates",
        "20-primary",
        "27-missing-sections",
        "29-names",
        "31-camel-case"
      })
  @DisplayName("mistakes of structure are invalid")
  void rejectsBrokenStudies(String name) throws IOException {
    Mistakes none = new Mistakes(name);
    String text = Files.readString(Resources.folder("study/broken").resolve(name + ".yaml"));
    Written written = YamlReader.read(text, none);
    none.throwIfAny();
    assertThat(new SchemaCheck(SCHEMA).valid(PlainTree.json(written))).isFalse();
  }

  @Test
  void offersWhatIsKnown() {
    assertThat(SCHEMA.path("$schema").asString())
        .isEqualTo("https://json-schema.org/draft/2020-12/schema");
    assertThat(SCHEMA.at("/$defs/fusion/anyOf/0/enum").toString())
        .isEqualTo("[\"concat\",\"cross-attention\",\"gated\",\"mean\"]");
    assertThat(SCHEMA.at("/properties/training/properties/epochs").toString())
        .isEqualTo(
            "{\"type\":\"integer\",\"description\":\"at most this many passes over the training"
                + " rows, 1 or more\",\"default\":200}");
    assertThat(SCHEMA.at("/properties/model/properties/modality_dropout/description").asString())
        .startsWith("probability that training hides");
  }
}
