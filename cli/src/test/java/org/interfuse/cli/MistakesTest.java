package org.interfuse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person sees who made a mistake: exit 2, all mistakes, no stack trace. */
class MistakesTest {
  @TempDir Path folder;
  private Path study;

  @BeforeEach
  void write() throws IOException {
    study = SmallCohort.write(folder);
  }

  @Test
  void saysWhichVerbsThereAre() {
    CommandRun none = CommandRun.of();
    CommandRun unknown = CommandRun.of("compair", study);

    assertThat(none.exit()).isEqualTo(2);
    assertThat(none.err())
        .contains("Say which verb: init, check, compare, train, evaluate, predict");
    assertThat(unknown.exit()).isEqualTo(2);
    assertThat(unknown.err()).contains("compair").contains("compare");
    assertThat(unknown.out()).isEmpty();
  }

  @Test
  void namesAnUnknownOption() {
    CommandRun run = CommandRun.of("compare", study, "--worker", "1");

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains("Unknown option", "'--worker'", "Possible solutions: --workers");
  }

  @Test
  void namesAnOptionsBadValue() {
    assertThat(CommandRun.of("compare", study, "--metrics", "0").err())
        .contains("expected 1 or more, or all; found '0'");
    CommandRun seeds = CommandRun.of("compare", study, "--seeds", "0");
    assertThat(seeds.exit()).isEqualTo(2);
    assertThat(seeds.err()).contains("--seeds").contains("1 or more");
    CommandRun workers = CommandRun.of("compare", study, "--workers", "0");
    assertThat(workers.exit()).isEqualTo(2);
    assertThat(workers.err()).contains("--workers").contains("1 or more");
  }

  @Test
  void namesTheOptionThatNeedsARunFolder() {
    CommandRun resume = CommandRun.of("compare", study, "--resume");
    CommandRun both = CommandRun.of("compare", study, "--resume", "--checkpoint-every", "0");

    assertThat(resume.exit()).isEqualTo(2);
    assertThat(resume.err())
        .isEqualToIgnoringNewLines(
            "error: --resume: needs -o FOLDER, where the run is kept; found none.");
    assertThat(both.exit()).isEqualTo(2);
    assertThat(both.err()).isEqualTo(resume.err());
    assertThat(both.out()).isEmpty();
  }

  @Test
  void namesAMissingFile() {
    CommandRun noStudy = CommandRun.of("check", folder.resolve("none.yaml"));
    CommandRun noModel = CommandRun.of("predict", folder.resolve("none.interfuse"));

    assertThat(noStudy.exit()).isEqualTo(2);
    assertThat(noStudy.err())
        .contains("none.yaml: expected a study file, UTF-8 text; found no file.");
    assertThat(noModel.exit()).isEqualTo(2);
    assertThat(noModel.err()).contains("none.interfuse: it must be a file; found nothing.");
  }

  @Test
  void reportsAllMistakesOfAStudyAtOnce() throws IOException {
    SmallCohort.study(folder, "splitt: {folds: 3}\nsplit: {folds: 1}\ncomparison: {margn: 1}\n");

    CommandRun run = CommandRun.of("check", study);

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err())
        .contains("splitt")
        .contains("split.folds")
        .contains("margn")
        .contains("margin")
        .doesNotContain("\tat ");
    assertThat(run.err().lines().filter(line -> line.startsWith("error: "))).hasSize(3);
    assertThat(run.out()).isEmpty();
  }

  @Test
  void reportsAllMistakesOfTheDataAtOnce() throws IOException {
    Files.delete(folder.resolve("left.csv"));
    Files.writeString(folder.resolve("right.csv"), "subject,c\ns1,1\ns1,2\n");

    CommandRun run = CommandRun.of("check", study);

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains("left.csv").contains("right.csv").contains("rows 2, 3");
  }

  @Test
  void reportsACandidateThatCannotBeBuiltBeforeAnythingIsFitted() throws IOException {
    SmallCohort.study(
        folder,
        "comparison: {candidates: [{fusion: {type: cross-attention, heads: 3}, name: odd}]}\n");

    CommandRun run = CommandRun.of("check", study);

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains("odd").contains("heads").doesNotContain("\tat ");
  }

  @Test
  void showsASubjectsValueOnlyOnRequest() throws IOException {
    Path left = folder.resolve("left.csv");
    Files.writeString(left, Files.readString(left).replaceFirst("s1,[^,]*,", "s1,secret,"));
    Files.writeString(
        study,
        Files.readString(study).replace("{path: left.csv}", "{path: left.csv, numeric: [a]}"));

    CommandRun discreet = CommandRun.of("check", study);
    CommandRun open = CommandRun.of("check", study, "--show-values");
    CommandRun openFirst = CommandRun.of("--show-values", "check", study);

    assertThat(discreet.exit()).isEqualTo(2);
    assertThat(discreet.err()).contains("left.csv").contains("column a").doesNotContain("secret");
    assertThat(open.err()).contains("value: secret");
    assertThat(openFirst.err()).contains("value: secret");
  }

  @Test
  void showsAStackTraceOnlyOnRequest() throws IOException {
    Path file = Files.writeString(folder.resolve("broken.interfuse"), "no model");

    assertThat(CommandRun.of("predict", file).err()).doesNotContain("\tat ");
    assertThat(CommandRun.of("--stacktrace", "predict", file).err()).contains("\tat ");
  }
}
