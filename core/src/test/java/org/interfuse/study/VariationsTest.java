package org.interfuse.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.interfuse.comparison.CandidateSpec;
import org.interfuse.comparison.NetworkCandidate;
import org.interfuse.comparison.PredictionsCandidate;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** {@code vary} repeats the primary candidate for every combination of values. */
class VariationsTest {
  private static Study parse(String text) {
    String head =
        """
        interfuse: 1
        cohort: {table: c.csv, target: {type: classification, column: y}}
        modalities: {a: {path: a.csv}, b: {path: b.csv}}
        """;
    return Study.parse(head + text, "study.yaml", TestSpecs.catalog());
  }

  private static List<String> names(Study study) {
    return study.comparison().candidates().stream().map(CandidateSpec::name).toList();
  }

  private static NetworkCandidate network(Study study, String name) {
    return (NetworkCandidate) study.comparison().candidate(name);
  }

  @Test
  @DisplayName("the study's own model, unless another is primary; what changes nothing is itself")
  void variesTheStudysOwnModel() {
    Study study =
        parse(
            """
            model: {width: 16}
            comparison:
              candidates: [{fusion: mean}]
              vary: {model.width: [16, 32], training.learning_rate: [0.001, 0.01]}
            """);
    assertThat(names(study))
        .containsExactly(
            "gated",
            "gated, width=16, learning_rate=0.01",
            "gated, width=32, learning_rate=0.001",
            "gated, width=32, learning_rate=0.01",
            "mean");
    assertThat(study.comparison().primary()).isEqualTo("gated");
    assertThat(network(study, "gated").varied())
        .isEqualTo(Map.of("model.width", "16", "training.learning_rate", "0.001"));
    NetworkCandidate last = network(study, "gated, width=32, learning_rate=0.01");
    assertThat(last.model().width()).isEqualTo(32);
    assertThat(last.training().learningRate()).isEqualTo(0.01);
    assertThat(last.varied())
        .containsExactly(
            Map.entry("model.width", "32"), Map.entry("training.learning_rate", "0.01"));
    assertThat(network(study, "mean").varied()).isEmpty();
  }

  @Test
  @DisplayName("values lie over the primary candidate's with; the same path in both is vary's")
  void liesOverWith() {
    Study study =
        parse(
            """
            comparison:
              primary: tuned
              candidates:
                - {fusion: mean, name: tuned, with: {model.width: 8, training.epochs: 3}}
              vary: {model.width: [32], modalities.b.encoder.widths: [[4], [4, 2]]}
            """);
    assertThat(names(study))
        .containsExactly("tuned", "tuned, width=32, widths=4", "tuned, width=32, widths=4-2");
    NetworkCandidate tuned = network(study, "tuned");
    NetworkCandidate varied = network(study, "tuned, width=32, widths=4-2");
    assertThat(tuned.model().width()).isEqualTo(8);
    assertThat(tuned.varied()).isEmpty();
    assertThat(varied.model().width()).isEqualTo(32);
    assertThat(varied.model().fusion()).isEqualTo(new TestSpecs.Mean());
    assertThat(varied.training().epochs()).isEqualTo(3);
    assertThat(varied.model().encoders().get(1).encoder())
        .isEqualTo(new TestSpecs.Mlp(List.of(4, 2), 0.1, null));
    assertThat(varied.model().encoders().get(0)).isEqualTo(tuned.model().encoders().get(0));
  }

  @Test
  @DisplayName("whole operators and encoders can be varied, also those of two modalities")
  void variesWhatHasOptions() {
    Study study =
        parse(
            """
            comparison:
              candidates: [{fusion: mean}]
              vary:
                model.fusion: [gated, {type: gated, tied: true}, mean]
                modalities.a.encoder: [mlp, linear]
                modalities.b.encoder: [mlp]
            """);
    assertThat(names(study))
        .containsExactly(
            "gated",
            "gated, fusion=gated, a.encoder=linear, b.encoder=mlp",
            "gated, fusion=gated true, a.encoder=mlp, b.encoder=mlp",
            "gated, fusion=gated true, a.encoder=linear, b.encoder=mlp",
            "gated, fusion=mean, a.encoder=mlp, b.encoder=mlp",
            "gated, fusion=mean, a.encoder=linear, b.encoder=mlp",
            "mean");
  }

  @Test
  @DisplayName("a study as resolved reads back equal, its variations marked")
  void resolvesAndReadsBack() {
    Study study =
        parse(
            """
            comparison:
              candidates: [{fusion: mean}, {name: elsewhere, predictions: "other/*.csv"},
                {name: theirs, predictions: "t.csv", role: baseline},
                {name: b elsewhere, predictions: "b.csv", modality: b}]
              vary: {model.width: [64, 8], model.fusion: [gated, mean]}
            """);
    String resolved = ResolvedStudy.of(study).yaml();
    assertThat(resolved).doesNotContain("vary:").contains("varied:");
    assertThat(study.comparison().candidate("theirs"))
        .isEqualTo(new PredictionsCandidate("theirs", "t.csv", true, null));
    assertThat(study.comparison().candidate("b elsewhere").onlyModality()).contains("b");
    Study again = Study.parse(resolved, "study.yaml", TestSpecs.catalog());
    assertThat(again).isEqualTo(study);
    String json = ResolvedStudy.of(study).json().toString();
    assertThat(Study.parse(json, "study.json", TestSpecs.catalog())).isEqualTo(study);
  }

  @Test
  @DisplayName("what predictions are taken for is a baseline or a modality of the study")
  void saysWhatPredictionsCanBe() {
    assertThatThrownBy(
            () ->
                parse(
                    """
                    comparison:
                      candidates:
                        - {name: x, predictions: x.csv, role: champion}
                        - {name: y, predictions: y.csv, modality: c}
                        - {name: z, predictions: z.csv, role: baseline, modality: a}
                    """))
        .hasMessageContaining("[0].role")
        .hasMessageContaining("'champion'")
        .hasMessageContaining("[1].modality")
        .hasMessageContaining("expected exactly one form of candidate");
  }

  @Test
  @DisplayName("mistakes in values are those of with, each said once and not for every combination")
  void saysWhatIsWrong() {
    assertThatThrownBy(
            () ->
                parse(
                    """
                    comparison:
                      vary:
                        model.width: [8, wide]
                        model.fusion.tide: [true, false]
                        split.folds: [3, 4]
                        modalities.c.encoder: [mlp]
                        training.epochs: []
                    """))
        .hasMessage(
            """
            study.yaml:6 comparison.vary.model.width[1]: expected a whole number; found the text \
            'wide'.
            study.yaml:7 comparison.vary.model.fusion.tide[0]: unknown key; did you mean tied? keys \
            here: tied, type.
            study.yaml:7 comparison.vary.model.fusion.tide[1]: unknown key; did you mean tied? keys \
            here: tied, type.
            study.yaml:8 comparison.vary.split.folds[0]: expected a path below model, training or \
            modalities.NAME.encoder; found 'split.folds'.
            study.yaml:8 comparison.vary.split.folds[1]: expected a path below model, training or \
            modalities.NAME.encoder; found 'split.folds'.
            study.yaml:9 comparison.vary.modalities.c.encoder[0]: expected the name of a modality; \
            found 'c'; known: a, b.
            study.yaml:10 comparison.vary.training.epochs: expected at least one value; found none."""
                .stripIndent());
  }

  @Test
  @DisplayName("the number of combinations is bounded")
  void boundsTheGrid() {
    String values = "[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]";
    assertThatThrownBy(
            () ->
                parse(
                    """
                    comparison: {vary: {model.width: %s, training.epochs: %s}}
                    """
                        .formatted(values, values)))
        .hasMessage(
            "study.yaml:4 comparison.vary: expected at most 100 combinations of values; found 121,"
                + " 11 × 11.");
  }

  @Test
  @DisplayName("a primary candidate that is no network cannot be varied")
  void needsANetwork() {
    assertThatThrownBy(
            () ->
                parse(
                    """
                    comparison:
                      primary: linear
                      candidates: [{baseline: linear}]
                      vary: {model.width: [8]}
                    """))
        .hasMessage(
            "study.yaml:7 comparison.vary: expected a network as the primary candidate, which is"
                + " what is varied; found 'linear'.");
  }

  @Test
  @DisplayName("values that mean the same, and names that others have, are mistakes")
  void rejectsWhatCannotBeToldApart() {
    assertThatThrownBy(() -> parse("comparison: {vary: {model.width: [8, 8]}}"))
        .hasMessageContaining(
            "comparison.vary: expected combinations that differ; found 1 that ask for the same as"
                + " another.");
    assertThatThrownBy(
            () ->
                parse(
                    """
                    comparison:
                      candidates: [{fusion: gated}, {fusion: mean, name: "gated, width=8"}]
                      vary: {model.width: [8]}
                    """))
        .hasMessageContaining(
            "comparison.vary: expected distinct names of candidates; found 'gated, width=8' again.");
  }
}
