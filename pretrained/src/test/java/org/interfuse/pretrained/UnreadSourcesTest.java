package org.interfuse.pretrained;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.interfuse.finding.Finding;
import org.interfuse.finding.FindingsException;
import org.interfuse.study.ResolvedStudy;
import org.interfuse.study.SpecCatalog;
import org.interfuse.study.Study;
import org.junit.jupiter.api.Test;

/** An encoder that cannot read its modality is known before any file is opened. */
class UnreadSourcesTest {
  private static final String TEXTS = "one of bag-of-embeddings, minilm, onnx, text-transformer";
  private static final String IMAGES = "one of cnn, onnx, resnet-18";

  private static String study(String more) {
    return """
    interfuse: 1
    cohort: {table: c.csv, target: {type: classification, column: y}}
    modalities:
      clinical: {columns: [age]}
      note: {source: text, columns: note}
      scan: {source: image, path: scans}
      gait: {source: frames, of: features, path: gait}
      film: {source: frames, path: film}
      genes: {source: sparse, path: genes.mtx}
    """
        + more;
  }

  private static List<String> mistakes(String text) {
    FindingsException rejected =
        catchThrowableOfType(
            FindingsException.class, () -> Study.parse(text, "study.yaml", SpecCatalog.load()));
    assertThat(rejected).as("the study must be rejected").isNotNull();
    return rejected.findings().stream().map(Finding::message).toList();
  }

  @Test
  void allAreSaidAtOnceBesideOtherMistakes() {
    String text =
        study("training: {epochs: -1}\n")
            .replace("[age]", "[age], encoder: minilm")
            .replace("columns: note", "columns: note, encoder: {type: wide, width: 8}")
            .replace("path: scans", "path: scans, encoder: bag-of-embeddings")
            .replace("path: gait", "path: gait, encoder: cnn")
            .replace("path: film", "path: film, encoder: frame-transformer")
            .replace("genes.mtx", "genes.mtx, encoder: mlp");

    List<String> mistakes = mistakes(text);

    assertThat(mistakes)
        .hasSize(7)
        .contains(
            "study.yaml:4 modalities.clinical.encoder: expected an encoder that reads tables, which"
                + " source table gives; found minilm, which reads texts; one of identity, linear,"
                + " mlp, wide.",
            "study.yaml:5 modalities.note.encoder.type: expected an encoder that reads texts, which"
                + " source text gives; found wide, which reads tables, wide columns; "
                + TEXTS
                + ".",
            "study.yaml:6 modalities.scan.encoder: expected an encoder that reads images, which"
                + " source image gives; found bag-of-embeddings, which reads texts; "
                + IMAGES
                + ".",
            "study.yaml:7 modalities.gait.encoder: expected an encoder that reads frames of"
                + " numbers, which source frames gives; found cnn, which reads images, frames that"
                + " are images; one of frame-transformer.",
            "study.yaml:8 modalities.film.encoder: expected an encoder that reads frames that are"
                + " images, which source frames gives; found frame-transformer, which reads frames"
                + " of numbers; "
                + IMAGES
                + ".",
            "study.yaml:9 modalities.genes.encoder: expected an encoder that reads wide columns,"
                + " which source sparse gives; found mlp, which reads tables; one of wide.")
        .anyMatch(mistake -> mistake.contains("training.epochs"));
  }

  @Test
  void whetherAFileReadsTextsOrImagesItsTokenizerSays() {
    List<String> mistakes =
        mistakes(
            study("")
                .replace("columns: note", "columns: note, encoder: {type: onnx, path: a.onnx}")
                .replace(
                    "path: scans",
                    "path: scans, encoder: {type: onnx, path: b.onnx, tokenizer: t.json}"));

    assertThat(mistakes)
        .containsExactly(
            "study.yaml:5 modalities.note.encoder.type: expected an encoder that reads texts, which"
                + " source text gives; found onnx, which reads images; one with a tokenizer reads"
                + " texts; "
                + TEXTS
                + ".",
            "study.yaml:6 modalities.scan.encoder.type: expected an encoder that reads images,"
                + " which source image gives; found onnx, which reads texts; one without tokenizer"
                + " reads images; "
                + IMAGES
                + ".");
  }

  @Test
  void candidatesAndVariationsAreLookedAt() {
    List<String> mistakes =
        mistakes(
            study(
                """
                comparison:
                  primary: own
                  candidates:
                    - {fusion: concat, name: own}
                    - {name: other, with: {modalities.note.encoder: cnn}}
                    - {name: third, with: {modalities.scan.encoder.type: minilm, model.early: cnn}}
                  vary: {modalities.clinical.encoder: [mlp, text-transformer]}
                """));

    assertThat(mistakes)
        .hasSize(4)
        .anyMatch(
            mistake ->
                mistake.startsWith("study.yaml:14 ")
                    && mistake.contains("reads texts, which source text gives; found cnn"))
        .anyMatch(
            mistake ->
                mistake.startsWith("study.yaml:15 ")
                    && mistake.contains("reads images, which source image gives; found minilm"))
        .anyMatch(
            mistake ->
                mistake.startsWith("study.yaml:15 ")
                    && mistake.contains("reads tables, which strategy early merges"))
        .anyMatch(
            mistake ->
                mistake.startsWith("study.yaml:16 ")
                    && mistake.contains("source table gives; found text-transformer"));
  }

  @Test
  void whatTuningMayDrawIsLookedAt() {
    List<String> mistakes =
        mistakes(
            study(
                """
                comparison:
                  candidates: [{fusion: concat}, {fusion: gated}]
                  tuning:
                    trials: 2
                    options:
                      modalities.note.encoder: [text-transformer, resnet-18]
                      modalities.scan.encoder.type: [cnn, minilm]
                """));

    assertThat(mistakes)
        .hasSize(2)
        .anyMatch(
            mistake ->
                mistake.startsWith("study.yaml:15 ")
                    && mistake.contains("source text gives; found resnet-18"))
        .anyMatch(
            mistake ->
                mistake.startsWith("study.yaml:16 ")
                    && mistake.contains("source image gives; found minilm"));
  }

  @Test
  void preprocessingBesideAFrozenEncoderIsRefused() {
    List<String> mistakes =
        mistakes(
            study("")
                .replace(
                    "columns: note",
                    "columns: note, encoder: minilm, preprocessing: {tokenizer: subwords}")
                .replace(
                    "path: scans",
                    "path: scans, encoder: {type: onnx, path: a.onnx}, preprocessing: {size: 224}"));

    assertThat(mistakes)
        .containsExactly(
            "study.yaml:5 modalities.note.preprocessing: expected none beside encoder minilm, which"
                + " prepares its modality itself; found tokenizer; leave it out: minilm has no"
                + " options for that; what baselines and other encoders read stands beside one of these,"
                + " and minilm in a candidate's with.",
            "study.yaml:6 modalities.scan.preprocessing: expected none beside encoder onnx, which"
                + " prepares its modality itself; found size; write it in encoder, whose options for"
                + " that are size, fit, middle, background, window, order, white, mean, deviation,"
                + " most; what baselines and other encoders read stands beside one of these, and onnx in"
                + " a candidate's with.");
  }

  @Test
  void aCandidateMayHaveAFrozenEncoderBesidePreprocessingForOthers() {
    Study read =
        Study.parse(
            study("comparison: {candidates: [{name: f, with: {modalities.note.encoder: minilm}}]}")
                .replace("columns: note", "columns: note, preprocessing: {tokenizer: subwords}"),
            "study.yaml",
            SpecCatalog.load());

    assertThat(read.comparison().candidates()).hasSize(2);
  }

  @Test
  void aStudyWithEveryDefaultWrittenOutIsReadAgain() {
    Study read =
        Study.parse(
            study("").replace("columns: note", "columns: note, encoder: minilm"),
            "study.yaml",
            SpecCatalog.load());

    assertThat(Study.parse(ResolvedStudy.of(read).yaml(), "again.yaml", SpecCatalog.load()))
        .isEqualTo(read);
  }
}
