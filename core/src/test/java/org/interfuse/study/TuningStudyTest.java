package org.interfuse.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.interfuse.comparison.NetworkCandidate;
import org.interfuse.comparison.SearchRange;
import org.interfuse.comparison.SearchRange.Between;
import org.interfuse.comparison.SearchRange.Choice;
import org.interfuse.comparison.SearchRange.Scale;
import org.interfuse.comparison.Tuning;
import org.interfuse.comparison.TuningSpec;
import org.interfuse.encoder.MlpEncoder;
import org.interfuse.tensor.Seed;
import org.interfuse.training.Trial;
import org.junit.jupiter.api.Test;

/** {@code comparison.tuning}: what is drawn for whom. */
final class TuningStudyTest {
  private static final String STUDY =
      """
      interfuse: 1
      study: tuned
      cohort: {table: c.csv, target: {type: classification, column: y}}
      modalities: {a: {path: a.csv}, b: {path: b.csv, encoder: identity}}
      comparison:
      %s
      """;

  @Test
  void withoutTheKeyNothingIsTuned() {
    Tuning tuning = study("  margin: 0.1").comparison().tuning();
    assertThat(tuning.spec()).isEqualTo(new TuningSpec());
    assertThat(tuning.of("gated")).isEmpty();
  }

  @Test
  void everyNetworkGetsTheSameDrawsAsFarAsItUsesTheOption() {
    Study study = study("  tuning: {trials: 6}");
    Tuning tuning = study.comparison().tuning();
    List<String> names = new ArrayList<>();
    study.comparison().candidates().stream()
        .filter(NetworkCandidate.class::isInstance)
        .forEach(candidate -> names.add(candidate.name()));
    assertThat(tuning.trials().keySet()).containsExactlyElementsOf(names);
    for (String name : names) {
      NetworkCandidate own = (NetworkCandidate) study.comparison().candidate(name);
      List<Trial> trials = tuning.of(name);
      assertThat(trials).hasSize(6);
      assertThat(trials.get(0).model()).as("%s, first trial", name).isEqualTo(own.model());
      assertThat(trials.get(0).training()).isEqualTo(own.training());
      for (int t = 1; t < 6; t++) {
        assertThat(trials.get(t).training().learningRate())
            .isEqualTo(tuning.of(names.get(0)).get(t).training().learningRate())
            .isBetween(3e-4, 1e-2);
        assertThat(trials.get(t).training().epochs()).isEqualTo(own.training().epochs());
      }
    }
    assertThat(tuning.of("early").get(1).values())
        .containsKeys("model.early.dropout", "model.heads.*.dropout", "model.width")
        .doesNotContainKeys("modalities.*.encoder.dropout", "model.modality_dropout");
    Trial gated = tuning.of("gated").get(1);
    assertThat(gated.values())
        .containsKeys("modalities.*.encoder.dropout", "model.modality_dropout")
        .doesNotContainKey("model.early.dropout");
    MlpEncoder.Spec encoder = (MlpEncoder.Spec) gated.model().encoders().get(0).encoder();
    assertThat(gated.values())
        .containsEntry("modalities.*.encoder.dropout", String.valueOf(encoder.dropout()));
    assertThat(tuning.of("unimodal b").get(1).values())
        .as("an identity has no dropout")
        .doesNotContainKey("modalities.*.encoder.dropout");
  }

  @Test
  void optionsReplaceTheDefaultsAndAListOfWidthsIsAValue() {
    Tuning tuning =
        study(
                """
                  tuning:
                    trials: 5
                    options:
                      training.learning-rate: {from: 1e-4, to: 1e-2, scale: log}
                      model.heads.y.widths: [[], [16], [16, 8]]
                      model.fusion: [mean, {type: gated}]
                """
                    .replace(", {type: gated}", ", concat"))
            .comparison()
            .tuning();
    assertThat(tuning.spec().options())
        .containsOnlyKeys("training.learning-rate", "model.heads.y.widths", "model.fusion")
        .containsEntry("training.learning-rate", new Between(1e-4, 1e-2, Scale.LOG));
    Trial trial = tuning.of("gated").get(2);
    assertThat(trial.values()).hasSize(3);
    assertThat(trial.model().fusion().type()).isEqualTo(trial.values().get("model.fusion"));
  }

  @Test
  void comesBackFromItsResolvedText() {
    Study study = study("  tuning: {trials: 6, options: {model.width: [8, 16]}}");
    Study again = Study.parse(ResolvedStudy.of(study).yaml(), "yaml", SpecCatalog.load());
    assertThat(again).isEqualTo(study);
    Study usual = study("  tuning: {trials: 3}");
    assertThat(Study.parse(ResolvedStudy.of(usual).json().toString(), "json", SpecCatalog.load()))
        .isEqualTo(usual);
  }

  /** Quantiles of 4,000 draws beside those of the distribution. */
  @Test
  void drawsCoverTheirRange() {
    Seed seed = new Seed(11);
    for (Scale scale : Scale.values()) {
      SearchRange range = new Between(1e-4, 1e-2, scale);
      double[] drawn = new double[4000];
      for (int i = 0; i < drawn.length; i++) {
        drawn[i] = (double) range.draw(seed.at("draw", i));
      }
      java.util.Arrays.sort(drawn);
      double median = drawn[drawn.length / 2];
      assertThat(drawn[0]).isGreaterThanOrEqualTo(1e-4);
      assertThat(drawn[drawn.length - 1]).isLessThanOrEqualTo(1e-2);
      double expected = scale == Scale.LOG ? 1e-3 : 5.05e-3;
      assertThat(median / expected).as("%s, %s", scale, seed).isCloseTo(1, within(0.15));
    }
    Choice choice = new Choice(List.of(32, 64));
    long first =
        java.util.stream.IntStream.range(0, 1000)
            .filter(i -> choice.draw(seed.at("draw", i)).equals(32))
            .count();
    assertThat(first).isBetween(440L, 560L);
  }

  private static Study study(String comparison) {
    return Study.parse(STUDY.formatted(comparison), "study.yaml", SpecCatalog.load());
  }
}
