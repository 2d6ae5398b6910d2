package org.interfuse.pretrained;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.interfuse.finding.FindingsException;
import org.interfuse.progress.Progress;
import org.interfuse.run.CheckRun;
import org.interfuse.run.CompareRun;
import org.interfuse.run.LoadedStudy;
import org.interfuse.run.RunFolder;
import org.interfuse.run.TrainRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What takes hours is computed after everything that can be said in seconds. */
class PrecomputationTest {
  private static final String LIMIT = "interfuse.representations.limit";
  private static final String RARE =
      "  rare: {source: text, columns: note, preprocessing: {minimum_count: 10000}}\n";
  private static final String NO_WORD =
      "modalities.rare.preprocessing: some word must stand in the training texts 10,000 times";

  @TempDir Path folder;
  @TempDir Path cache;

  @BeforeEach
  void write() throws IOException {
    System.setProperty("interfuse.representations", cache.toString());
    List<String> lines = new ArrayList<>(List.of("id,y,note"));
    for (int i = 0; i < 40; i++) {
      lines.add("s%d,%s,note %d".formatted(i, i % 2 == 0 ? "a" : "b", i % 7));
    }
    Files.write(folder.resolve("c.csv"), lines);
  }

  @AfterEach
  void useUsualCache() {
    System.clearProperty("interfuse.representations");
    System.clearProperty(LIMIT);
  }

  private LoadedStudy read(String modalities, String candidates) throws IOException {
    Path file = folder.resolve("study.yaml");
    Files.writeString(
        file,
        """
        interfuse: 1
        cohort: {table: c.csv, id: id, target: {type: classification, column: y}}
        modalities:
          note: {source: text, columns: note, encoder: minilm}
        %smodel: {width: 8}
        training: {epochs: 1}
        split: {folds: 2}
        comparison:
          candidates:
            - {name: own}
        %s"""
            .formatted(modalities, candidates));
    return LoadedStudy.read(file, Progress.SILENT);
  }

  private long computed() throws IOException {
    try (Stream<Path> files = Files.walk(cache)) {
      return files.filter(file -> file.toString().endsWith(".safetensors")).count();
    }
  }

  @Test
  void predictionsMadeElsewhereAreReadFirst() throws IOException {
    LoadedStudy loaded = read("", "    - {name: other, predictions: nowhere.csv}\n");

    assertThatThrownBy(() -> CheckRun.run(loaded, Progress.SILENT))
        .isInstanceOf(FindingsException.class)
        .hasMessageContaining("nowhere.csv");
    assertThatThrownBy(() -> CompareRun.run(loaded, 0, 1, null, Progress.SILENT))
        .isInstanceOf(FindingsException.class)
        .hasMessageContaining("nowhere.csv");
    assertThat(computed()).isZero();
  }

  @Test
  void networksThatCannotBeOpenedAreSaidBesideOtherMistakes() throws IOException {
    Files.writeString(folder.resolve("bad.onnx"), "no network");
    String modalities =
        """
          other: {source: text, columns: note, encoder: {type: onnx, path: gone.onnx, tokenizer: t}}
          third: {source: text, columns: note, encoder: {type: onnx, path: bad.onnx, tokenizer: bad.onnx}}
          fourth: {source: text, columns: note, encoder: {type: onnx, path: bad.onnx, tokenizer: bad.onnx}}
        """;

    assertThatThrownBy(() -> read(modalities, ""))
        .isInstanceOf(FindingsException.class)
        .hasMessageContaining("modalities.other.encoder.path: it must be a file")
        .hasMessageContaining(
            "modalities.third.encoder, encoder onnx, bad.onnx: it must be a network in ONNX")
        .hasMessageContaining(
            "modalities.fourth.encoder, encoder onnx, bad.onnx: it must be a network in ONNX");
    assertThat(computed()).isZero();
  }

  @Test
  void otherModalitiesArePreparedFirst() throws IOException {
    LoadedStudy loaded = read(RARE, "");

    assertThatThrownBy(() -> CheckRun.run(loaded, Progress.SILENT))
        .isInstanceOf(FindingsException.class)
        .hasMessageContaining(NO_WORD);
    assertThatThrownBy(() -> CompareRun.run(loaded, 0, 1, null, Progress.SILENT))
        .isInstanceOf(FindingsException.class)
        .hasMessageContaining(NO_WORD);
    try (RunFolder out = RunFolder.create(folder.resolve("run"))) {
      assertThatThrownBy(() -> TrainRun.run(loaded, 1, 1, out, Progress.SILENT))
          .isInstanceOf(FindingsException.class)
          .hasMessageContaining(NO_WORD);
    }
    assertThat(computed()).isZero();
  }

  @Test
  void checkSaysWhatIsWrongElsewhereAndInPreparingAtOnce() throws IOException {
    LoadedStudy loaded = read(RARE, "    - {name: other, predictions: nowhere.csv}\n");

    assertThatThrownBy(() -> CheckRun.run(loaded, Progress.SILENT))
        .isInstanceOf(FindingsException.class)
        .hasMessageContaining("nowhere.csv")
        .hasMessageContaining(NO_WORD);
    assertThat(computed()).isZero();
  }

  @Test
  void aLimitThatIsNoneIsSaidWhenTheStudyIsRead() {
    System.setProperty(LIMIT, "plenty");

    assertThatThrownBy(() -> read("", ""))
        .isInstanceOf(FindingsException.class)
        .hasMessageContaining("modalities.note.encoder, " + LIMIT + ": expected bytes");
  }

  @Test
  void whatIsRightIsComputedOnce() throws IOException {
    CheckRun.run(read("", ""), Progress.SILENT);

    assertThat(computed()).isOne();
  }
}
