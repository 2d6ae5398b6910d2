package org.interfuse.pretrained;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.interfuse.comparison.Tuning;
import org.interfuse.finding.FindingsException;
import org.interfuse.study.SpecCatalog;
import org.interfuse.study.Study;
import org.junit.jupiter.api.Test;

/** What tuning may draw where an encoder is frozen. */
class FrozenTuningTest {
  private static Tuning tuning(String options) {
    return Study.parse(
            """
            interfuse: 1
            study: tuned
            cohort: {table: c.csv, target: {type: classification, column: y}}
            modalities:
              note: {source: text, columns: note, encoder: minilm}
              other: {source: text, columns: other}
              scan: {source: image, path: scans}
            model: {fusion: concat}
            comparison:
              candidates:
                - {baseline: prevalence}
                - {fusion: concat}
              tuning: {trials: 3%s}
            """
                .formatted(options),
            "study.yaml",
            SpecCatalog.load())
        .comparison()
        .tuning();
  }

  @Test
  void whatTrainsIsDrawnAndNothingElse() {
    assertThat(tuning("").of("concat").get(1).values())
        .containsKeys(
            "modalities.*.encoder.dropout",
            "modalities.*.encoder.token_dropout",
            "modalities.*.encoder.pairs",
            "modalities.*.encoder.augment.crop");
    assertThat(tuning(", options: {modalities.*.encoder.width: [32, 64]}").of("concat")).hasSize(3);
  }

  @Test
  void optionsOfAFrozenEncoderAreRefused() {
    assertThatThrownBy(() -> tuning(", options: {modalities.note.encoder.tokens: [true, false]}"))
        .isInstanceOf(FindingsException.class)
        .hasMessageContaining(
            "expected the path of an option that a network has and that may differ between trials;"
                + " found 'modalities.note.encoder.tokens'");
  }

  @Test
  void aFrozenEncoderIsACandidateAndNoTrial() {
    for (String modality : new String[] {"note", "other"}) {
      String drawn = ", options: {modalities.%s.encoder: [bag-of-embeddings, minilm]}";
      assertThatThrownBy(() -> tuning(drawn.formatted(modality)))
          .isInstanceOf(FindingsException.class)
          .hasMessageContaining("leave what a frozen encoder computes as it is")
          .hasMessageContaining("others for candidate 'concat'");
    }
  }
}
