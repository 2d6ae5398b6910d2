package org.interfuse.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.interfuse.progress.Progress;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code check} tells of a step with texts: in proportion to the rows, all as the longest. */
class TextMemoryTest {
  private static final int LONGEST = 40;

  @TempDir Path folder;

  @BeforeEach
  void write() throws IOException {
    List<String> rows = new ArrayList<>(List.of("id,mood,note"));
    for (int i = 0; i < 60; i++) {
      String words = "word%d ".formatted(i % 3).repeat(i == 0 ? 2 * LONGEST : 1 + i % 5);
      rows.add("s%d,%s,%s".formatted(i, i % 2 == 0 ? "good" : "bad", words));
    }
    Files.write(folder.resolve("cohort.csv"), rows);
  }

  private long fitBytes(String encoder, int longest, int batch) throws IOException {
    Path study = folder.resolve("study.yaml");
    Files.writeString(
        study,
        """
        interfuse: 1
        cohort: {table: cohort.csv, target: {type: classification, column: mood}}
        modalities:
          note: {source: text, columns: note, preprocessing: {longest: %d}, encoder: %s}
        training: {epochs: 1, batch: %d}
        split: {folds: 3}
        comparison: {candidates: [{name: own}]}
        """
            .formatted(longest, encoder, batch));
    CheckRun run = CheckRun.run(LoadedStudy.read(study, Progress.SILENT), Progress.SILENT);
    return run.candidates().get(0).fitBytes();
  }

  private long ofEachRow(String encoder, int longest) throws IOException {
    return (fitBytes(encoder, longest, 24) - fitBytes(encoder, longest, 8)) / 16;
  }

  @Test
  void embeddedWordsAreHeldWithTheirGradients() throws IOException {
    String width = "{type: bag-of-embeddings, width: 32";

    assertThat(ofEachRow(width + "}", LONGEST)).isEqualTo(LONGEST * 16L * 32);
    assertThat(ofEachRow(width + ", pairs: 100}", LONGEST)).isEqualTo(LONGEST * 48L * 32);
  }

  @Test
  void attentionGrowsWithTheSquareOfTheLongestText() throws IOException {
    String one = "{type: text-transformer, width: 32, heads: 4, layers: 1}";
    long weights = 4L * 6 * 4; // bytes of float32, held six times, of each head
    long others = ofEachRow(one, LONGEST) - LONGEST * LONGEST * weights;

    assertThat(others).isEqualTo(LONGEST * 4L * (10 * 32 + 16 * 32 + 9 * 128 / 2));
    assertThat(ofEachRow(one, LONGEST / 2))
        .isEqualTo(others / 2 + LONGEST / 2 * LONGEST / 2 * weights);
    assertThat(ofEachRow(one.replace("1}", "1, attention_dropout: 0}"), LONGEST)).isEqualTo(others);
  }

  @Test
  void aLimitOnWordsThatNoTextReachesHoldsNothing() throws IOException {
    assertThat(ofEachRow("text-transformer", 3 * LONGEST))
        .isEqualTo(ofEachRow("text-transformer", 2 * LONGEST));
  }
}
