package org.interfuse.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class CompareTest {
  @TempDir Path folder;
  private Path study;

  @BeforeEach
  void write() throws IOException {
    study = SmallCohort.write(folder.resolve("data"));
  }

  @Test
  void printsOnlyJsonOnRequest() {
    CommandRun run = CommandRun.of("compare", study, "--json");

    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.json().path("primary").asString()).isEqualTo("gated");
    assertThat(run.json().at("/primary_metrics/class").asString()).isEqualTo("auroc");
    assertThat(run.json().path("candidates")).hasSize(4);
  }

  @Test
  void keepsEveryRunThoughNoFolderIsNamed() throws IOException {
    String before = System.getProperty("interfuse.runs", "");
    System.setProperty("interfuse.runs", folder.resolve("runs").toString());
    try {
      CommandRun first = CommandRun.of("compare", study, "--quiet");
      CommandRun second = CommandRun.of("compare", study, "--quiet");

      assertThat(first.exit()).as(first.err()).isZero();
      Path runs = folder.resolve("runs");
      assertThat(names(runs)).containsExactly("small-1", "small-2");
      assertThat(names(runs.resolve("small-1"))).contains("report.html", "comparison.json");
      assertThat(second.err())
          .contains("Kept in " + runs.resolve("small-2") + "; the report is ")
          .contains(runs.resolve("small-2").resolve("report.html").toString());
    } finally {
      System.setProperty("interfuse.runs", before);
    }
  }

  @Test
  void leavesNoFolderOfARunThatNeverBegan() throws IOException {
    Path wrong =
        SmallCohort.study(
            folder.resolve("data"),
            "comparison: {candidates: [{fusion: gated}, {name: them, predictions: none.csv}]}\n");
    Path output = folder.resolve("run");

    CommandRun run = CommandRun.of("compare", wrong, "-o", output, "--quiet");

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains("none.csv");
    assertThat(output).doesNotExist();
  }

  @Test
  void keepsACompleteRunFolder() throws IOException {
    Path output = folder.resolve("run");
    CommandRun run = CommandRun.of("compare", study, "-o", output, "--quiet");

    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(names(output))
        .containsExactly(
            "comparison.csv",
            "comparison.json",
            "fits",
            "log.jsonl",
            "out-of-fold.csv",
            "provenance.json",
            "report.html",
            "run.lock",
            "study.json");
    // finished fits stay, and resuming a run that is complete repeats none of them
    // 4 candidates and gated without left, × 3 folds; gated without right is unimodal left
    assertThat(names(output.resolve("fits"))).hasSize(15).allMatch(name -> name.endsWith(".fit"));
    String figures = Files.readString(output.resolve("comparison.json"));
    String before = Files.readString(output.resolve("log.jsonl"));
    CommandRun again = CommandRun.of("compare", study, "-o", output, "--resume", "--quiet");
    assertThat(again.out()).isEqualTo(run.out());
    assertThat(output.resolve("comparison.json")).hasContent(figures);
    assertThat(output.resolve("log.jsonl")).hasContent(before);
    List<JsonNode> log =
        Files.readAllLines(output.resolve("log.jsonl")).stream().map(CommandRun::tree).toList();
    assertThat(log.stream().filter(line -> line.path("event").asString().equals("fit")))
        .hasSize(15);
    JsonNode epoch =
        log.stream()
            .filter(line -> line.path("event").asString().equals("epoch"))
            .findFirst()
            .orElseThrow();
    assertThat(epoch.propertyNames())
        .containsExactly(
            "event",
            "candidate",
            "repeat",
            "fold",
            "seed",
            "part",
            "epoch",
            "training_loss",
            "validation_loss",
            "validation_metric",
            "gradient_norm",
            "learning_rate");
    assertThat(epoch.path("learning_rate").asDouble()).isBetween(0.0, 1e-3);
    assertThat(Files.readString(output.resolve("log.jsonl"))).doesNotContain("\"s1\"");
    assertThat(
            CommandRun.tree(Files.readString(output.resolve("comparison.json"))).at("/split/folds"))
        .hasSize(3);
  }

  @Test
  void saysWhatHappensWhenModalitiesAreMissing() throws IOException {
    study =
        SmallCohort.study(
            folder.resolve("data"),
            """
            split: {folds: 3}
            comparison: {candidates: [{strategy: unimodal, modality: left}, {fusion: gated}]}
            deployment: {available: {right: 0.5}}
            """);
    JsonNode json = CommandRun.of("compare", study, "--json", "--quiet").json();

    // of 60 subjects 40 have both, 5 left alone, 10 right alone
    JsonNode patterns = json.at("/missing/candidates/0/patterns");
    assertThat(patterns).hasSize(3);
    assertThat(patterns.at("/0/modalities").toString()).isEqualTo("[\"left\",\"right\"]");
    assertThat(patterns.at("/0/induced/subjects").asInt()).isEqualTo(40);
    assertThat(patterns.at("/1/modalities").toString()).isEqualTo("[\"left\"]");
    assertThat(patterns.at("/1/induced/subjects").asInt()).isEqualTo(45);
    assertThat(patterns.at("/1/found").isNull()).isTrue();
    // in one fold they are of one class, so fewer than 10 contribute
    assertThat(patterns.at("/2/found").isNull()).isTrue();
    // 45 less 40 would give away the 5: the estimate is half of the 10 hidden subjects more than 40
    assertThat(patterns.at("/0/induced/about").asBoolean(false)).isFalse();
    assertThat(patterns.at("/1/induced/about").asBoolean()).isTrue();
    assertThat(json.at("/missing/candidates/0/deployment/expected/subjects").asInt()).isEqualTo(50);
    assertThat(json.at("/missing/candidates/0/degradation/curve")).hasSize(2);
    JsonNode reliance = json.at("/reliance/candidates/0");
    double sum = 0;
    for (JsonNode share : reliance.path("shapley")) {
      sum += share.path("value").asDouble();
    }
    assertThat(sum).isCloseTo(reliance.at("/full/value").asDouble() - 0.5, within(1e-12));
    assertThat(json.at("/value/targets/0/without/1/refit").asString()).isEqualTo("unimodal left");
    assertThat(json.at("/value/refits/0/name").asString()).isEqualTo("gated without left");
    assertThat(json.at("/value/refits/0/candidate").asBoolean()).isFalse();
    assertThat(json.at("/value/refits/1/candidate").asBoolean()).isTrue();
    assertThat(json.path("candidates")).hasSize(2);
  }

  @Test
  void printsRelianceAndValueSideBySide() {
    CommandRun run = CommandRun.of("compare", study, "--quiet");

    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.out())
        .containsPattern("\\| modality +\\| reliance of gated +\\| value in gated +\\|")
        .containsPattern("\\| left +\\| [+-]0\\.\\d{3} \\[")
        .contains("Reliance: How much does this model lean on each modality?")
        .contains("Value: What would be lost had a modality never been collected?")
        .contains("gated with modalities missing, AUROC")
        .containsPattern(
            "\\| modalities +\\| have them +\\| induced +\\| just them +\\| found +\\|")
        .containsPattern("\\| left +\\| +about 45 \\| 0\\.\\d{3} \\[[^|]+\\| +\\| +\\|")
        .contains("On 40 subjects who have all modalities, left with some:", "| left | mean ")
        .contains("Fewer than 10 subjects are not shown.");
    CommandRun none = CommandRun.of("compare", withoutQuestions(), "--quiet");
    assertThat(none.out()).doesNotContain("Reliance", "Value:", "induced");
  }

  private Path withoutQuestions() {
    try {
      return SmallCohort.study(
          folder.resolve("data"),
          "comparison: {candidates: [{fusion: gated}], examine: [], value: none}\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void givesTheSameWhateverRunsBeside() throws IOException {
    Path one = folder.resolve("one");
    Path two = folder.resolve("two");
    CommandRun.of("compare", study, "-o", one, "--quiet", "--workers", 1);
    CommandRun.of("compare", study, "-o", two, "--quiet", "--workers", 2);

    assertThat(two.resolve("out-of-fold.csv"))
        .hasSameTextualContentAs(one.resolve("out-of-fold.csv"));
  }

  @Test
  void showsIntervalsWithinTheMetricsRange() {
    JsonNode json = CommandRun.of("compare", study, "--json", "--quiet").json();

    for (JsonNode candidate : json.path("candidates")) {
      for (JsonNode metric : candidate.path("metrics")) {
        String name = metric.path("metric").asString();
        if (List.of("auroc", "auprc", "accuracy", "ece").contains(name)) {
          assertThat(metric.path("upper").asDouble(1)).as(name).isLessThanOrEqualTo(1);
        }
        assertThat(metric.path("lower").asDouble(0)).as(name).isNotNegative();
      }
    }
  }

  @Test
  void showsAllMetricsInTablesThatFit() {
    CommandRun few = CommandRun.of("compare", study, "--quiet");
    CommandRun all = CommandRun.of("compare", study, "--quiet", "--metrics", "all");

    assertThat(few.out())
        .contains("Primary metric: AUROC, higher is better.")
        .contains("Mean over 3 folds [95 % interval, corrected for training parts that overlap].")
        .contains("gated *")
        .doesNotContain("Log loss");
    assertThat(all.out()).containsIgnoringCase("log loss").containsIgnoringCase("brier");
    assertThat(Stream.of(few, all).flatMap(run -> run.out().lines()))
        .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(120));
  }

  @Test
  void saysWhatASingleSplitAndSeveralSeedsMean() throws IOException {
    Path table = folder.resolve("data/cohort.csv");
    StringBuilder text = new StringBuilder();
    List<String> lines = Files.readAllLines(table);
    for (int i = 0; i < lines.size(); i++) {
      String part = i == 0 ? "part" : i % 3 == 0 ? "test" : "train";
      text.append(lines.get(i)).append(',').append(part).append('\n');
    }
    Files.writeString(table, text);
    SmallCohort.study(
        folder.resolve("data"),
        "split: {column: part}\ncomparison: {seeds: 2, candidates: [{fusion: gated}]}\n");

    CommandRun run = CommandRun.of("compare", study, "--quiet");
    CommandRun more = CommandRun.of("compare", study, "--quiet", "--seeds", 3);

    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("One test part [95 % interval by bootstrap over subjects].")
        .contains("mean over 2 seeds")
        .doesNotContain("Mean over");
    assertThat(more.out()).contains("mean over 3 seeds");
  }

  @Test
  void failsWithOneWhereACandidateFails() throws IOException {
    SmallCohort.study(
        folder.resolve("data"),
        """
        split: {folds: 3}
        comparison:
          candidates:
            - {fusion: gated}
            - {fusion: gated, name: wild, with: {training.learning_rate: 1.0e+30, training.clip: 0}}
        """);

    CommandRun run = CommandRun.of("compare", study, "--quiet");

    assertThat(run.exit()).as(run.err()).isEqualTo(1);
    assertThat(run.err()).contains("failed: wild: ").contains("loss");
    assertThat(run.out()).contains("failed").contains("gated *");
  }

  @Test
  void refusesAFolderThatIsAFile() throws IOException {
    Path file = Files.writeString(folder.resolve("taken"), "mine");

    CommandRun run = CommandRun.of("compare", study, "-o", file);

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err())
        .contains("-o " + file + ": the run folder must be writable; found a file of that name.");
    CommandRun below = CommandRun.of("compare", study, "-o", file.resolve("run"));
    assertThat(below.exit()).isEqualTo(2);
    assertThat(below.err()).contains("the run folder must be writable; found ");
    assertThat(file).hasContent("mine");
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    }
  }
}
