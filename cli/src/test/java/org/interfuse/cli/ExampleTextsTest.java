package org.interfuse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.interfuse.SharedData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The studies of texts whose data a user obtains, on a slice of it. */
class ExampleTextsTest {
  private static final int RECORDS = 400;

  @TempDir private Path folder;

  /** The first records of a table whose quoted cells hold line feeds. */
  private static String slice(Path table) throws IOException {
    String text = Files.readString(table, StandardCharsets.UTF_8);
    boolean quoted = false;
    int records = 0;
    for (int at = 0; at < text.length(); at++) {
      quoted ^= text.charAt(at) == '"';
      if (text.charAt(at) == '\n' && !quoted && ++records > RECORDS) {
        return text.substring(0, at + 1);
      }
    }
    return text;
  }

  @Test
  void drugReviews() throws IOException {
    Path data = SharedData.folder("druglib").resolve("drugLibTrain_raw.tsv");
    Files.writeString(folder.resolve("drugLibTrain_raw.tsv"), slice(data));
    Path example = CommandRun.root().resolve("examples/drug-reviews/study.yaml");
    Path study =
        Files.writeString(
            folder.resolve("study.yaml"),
            Files.readString(example) + "training: {epochs: 8, ensemble: 1}\n");

    CommandRun check = CommandRun.of("check", study);
    assertThat(check.exit()).as(check.err()).isZero();
    assertThat(check.out()).containsPattern("review: 400 texts, median \\d+ tokens");

    CommandRun train = CommandRun.of("train", study, "-o", folder.resolve("run"));
    assertThat(train.exit()).as(train.err()).isZero();
    CommandRun predict =
        CommandRun.of("predict", folder.resolve("run/model.interfuse"), "--data", folder);
    assertThat(predict.exit()).as(predict.err()).isZero();
    List<String> lines = predict.out().lines().toList();
    assertThat(lines).hasSize(RECORDS + 1);
  }
}
