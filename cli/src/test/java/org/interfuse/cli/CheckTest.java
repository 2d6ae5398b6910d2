package org.interfuse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class CheckTest {
  @TempDir Path folder;
  private Path study;

  @BeforeEach
  void write() throws IOException {
    study = SmallCohort.write(folder);
  }

  @Test
  void countsWhatIsThere() {
    CommandRun run = CommandRun.of("check", study, "--json");
    JsonNode json = run.json();

    assertThat(run.exit()).isZero();
    assertThat(json.at("/cohort/subjects").asInt()).isEqualTo(60);
    assertThat(json.at("/cohort/without_modalities").asInt()).isEqualTo(5);
    JsonNode left = json.at("/modalities/0");
    assertThat(left.path("rows").asInt()).isEqualTo(45);
    assertThat(left.path("numeric").asInt()).isEqualTo(2);
    assertThat(left.path("categorical").asInt()).isEqualTo(1);
    // both: not divisible by 4 or 6, so 60 - 15 - 10 + 5
    assertThat(json.at("/patterns/0/subjects").asInt()).isEqualTo(40);
    assertThat(json.at("/patterns/0/modalities").toString()).isEqualTo("[\"left\",\"right\"]");
    int ill = json.at("/targets/0/counts/ill").asInt();
    assertThat(ill + json.at("/targets/0/counts/well").asInt()).isEqualTo(60);
    JsonNode fold = json.at("/split/folds/0");
    assertThat(fold.path("train").asInt() + fold.path("test").asInt()).isEqualTo(60);
    assertThat(
            fold.at("/train_counts/class/ill").asInt() + fold.at("/test_counts/class/ill").asInt())
        .isEqualTo(ill);
  }

  @Test
  void countsMissingCellsOfTheCohortsSubjects() throws IOException {
    Path right = folder.resolve("right.csv");
    // one of 2 × 50 cells, and a subject whom the cohort does not know
    Files.writeString(
        right, Files.readString(right).replaceFirst("s1,[^,]*,", "s1,NA,") + "stranger,NA,NA\n");

    CommandRun run = CommandRun.of("check", study, "--json");

    assertThat(run.json().at("/modalities/1/missing_share").asDouble()).isEqualTo(0.01);
    assertThat(run.json().at("/modalities/1/unknown").asInt()).isEqualTo(1);
    assertThat(run.err()).contains("warning: modalities.right.id");
  }

  @Test
  void printsAStudyThatMeansTheSame() throws IOException {
    CommandRun resolved = CommandRun.of("check", study, "--resolved-only");
    Path copy = Files.writeString(folder.resolve("copy.yaml"), resolved.out());
    CommandRun again = CommandRun.of("check", copy, "--resolved-only");

    assertThat(resolved.exit()).isZero();
    assertThat(again.out()).isEqualTo(resolved.out()).contains("learning_rate: 0.001");
  }

  @Test
  void estimatesParametersAndMemory() {
    JsonNode candidates = CommandRun.of("check", study, "--json").json().path("candidates");
    JsonNode baseline = candidates.get(0);
    JsonNode alone = candidates.get(1);

    assertThat(baseline.path("parameters").asInt()).isZero();
    // two members on each of three folds in training at once: 40 bytes a parameter; 4 a cell of 45
    // rows × (2 numbers + 1 category)
    assertThat(alone.path("fit_bytes").asLong())
        .isEqualTo(3 * 40 * alone.path("parameters").asLong() + 4 * 45 * 3);
  }

  @Test
  void isReadable() {
    CommandRun run = CommandRun.of("check", study);

    assertThat(run.out())
        .contains("60 subjects")
        .contains("5 have no modality at all")
        .contains("# Who has what")
        .contains("# Split: 3 folds")
        .contains("gated *")
        .contains("# The study with every default written out");
    assertThat(run.out().lines().takeWhile(line -> !line.startsWith("# The study")))
        .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(120));
  }

  @Test
  void shoutsWhereRowsAreJoinedByPosition() throws IOException {
    Files.writeString(folder.resolve("row.csv"), "z\n" + "1\n2\n".repeat(30));
    Path byPosition = folder.resolve("rows.yaml");
    Files.writeString(
        byPosition,
        Files.readString(study)
            .replace("right: {path: right.csv}", "right: {path: row.csv, id: rows}"));

    assertThat(CommandRun.of("check", byPosition).out())
        .contains("JOINED BY POSITION, NOT BY ID: right");
  }

  @Test
  void saysNothingOfASingleSubjectsNumber() throws IOException {
    StringBuilder table = new StringBuilder("subject,y\n");
    for (int i = 1; i <= 60; i++) {
      table.append("s%d,%d\n".formatted(i, i == 60 ? 98765432 : i));
    }
    Files.writeString(folder.resolve("cohort.csv"), table);
    Files.writeString(
        study,
        Files.readString(study)
            .replaceFirst("target: .*", "target: {type: regression, column: y}"));

    CommandRun run = CommandRun.of("check", study);

    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.out()).contains("mean of quarter 1: 8").doesNotContain("98765432");
  }
}
