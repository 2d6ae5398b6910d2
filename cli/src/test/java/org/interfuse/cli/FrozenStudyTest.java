package org.interfuse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A study of notes with the sentence encoder, from its check to predictions elsewhere. */
class FrozenStudyTest {
  /** Nothing that another run computed is found. */
  @TempDir static Path cache;

  @BeforeAll
  static void useOwnCache() {
    System.setProperty("interfuse.representations", cache.toString());
  }

  @AfterAll
  static void useUsualCache() {
    System.clearProperty("interfuse.representations");
  }

  private static final String[] GOOD = {
    "It helped a lot.", "I felt much better after a week.", "The pain is gone, wonderful!"
  };
  private static final String[] BAD = {
    "It did nothing for me.", "I felt worse every day.", "Terrible headaches, I had to stop."
  };

  @TempDir Path folder;

  @BeforeEach
  void write() throws IOException {
    SplittableRandom random = new SplittableRandom(11);
    StringBuilder table = new StringBuilder("id,age,note,outcome\n");
    for (int i = 0; i < 60; i++) {
      boolean good = i % 2 == 0;
      String note = (good ? GOOD : BAD)[random.nextInt(3)];
      String cell = i % 10 == 9 ? "" : "\"" + note + "\"";
      table.append("s%d,%d,%s,%s%n".formatted(i, 30 + random.nextInt(40), cell, good));
    }
    Files.writeString(folder.resolve("notes.csv"), table);
    Files.writeString(
        folder.resolve("study.yaml"),
        """
        interfuse: 1
        study: notes
        cohort: {table: notes.csv, id: id, target: {type: classification, column: outcome}}
        modalities:
          person: {columns: [age]}
          notes: {source: text, columns: note, encoder: minilm}
        model: {width: 16}
        training: {epochs: 20, ensemble: 1}
        split: {folds: 2}
        comparison:
          primary: frozen
          value: none
          candidates:
            - {strategy: unimodal, modality: notes, name: frozen}
            - {strategy: unimodal, modality: notes, name: words, with: {modalities.notes.encoder: bag-of-embeddings}}
        """);
  }

  @Test
  void candidatesMayEncodeTheSameTextsFrozenOrFromScratch() {
    CommandRun run = CommandRun.of("compare", folder.resolve("study.yaml"), "--json");

    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.err()).contains("texts: 54 in all");
    double frozen = run.json().at("/candidates/0/metrics/0/value").asDouble();
    assertThat(frozen).as(run.out()).isGreaterThan(0.9);
  }

  @Test
  void aModelPredictsFromItsFileAlone() throws IOException {
    Path out = folder.resolve("run");
    CommandRun trained = CommandRun.of("train", folder.resolve("study.yaml"), "-o", out);
    assertThat(trained.exit()).as(trained.err()).isZero();

    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    Files.writeString(
        elsewhere.resolve("notes.csv"),
        "id,age,note\nnew,50,I feel better now.\nworse,50,\"It made me sick, awful.\"\n");
    CommandRun run = CommandRun.of("predict", out.resolve("model.interfuse"), "--data", elsewhere);

    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.out()).contains("new").contains("worse");
    String[] first = run.out().lines().skip(1).findFirst().orElseThrow().split(",");
    String[] second = run.out().lines().skip(2).findFirst().orElseThrow().split(",");
    String header = run.out().lines().findFirst().orElseThrow();
    int column = java.util.List.of(header.split(",")).indexOf("probability true");
    assertThat(column).as(header).isNotNegative();
    assertThat(Double.parseDouble(first[column])).isGreaterThan(Double.parseDouble(second[column]));
  }
}
