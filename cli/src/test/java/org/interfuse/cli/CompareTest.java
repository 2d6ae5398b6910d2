package org.interfuse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
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
            "run.lock",
            "study.json");
    // finished fits stay, and resuming a run that is complete repeats none of them
    assertThat(names(output.resolve("fits"))).hasSize(12).allMatch(name -> name.endsWith(".fit"));
    String figures = Files.readString(output.resolve("comparison.json"));
    String before = Files.readString(output.resolve("log.jsonl"));
    CommandRun again = CommandRun.of("compare", study, "-o", output, "--resume", "--quiet");
    assertThat(again.out()).isEqualTo(run.out());
    assertThat(output.resolve("comparison.json")).hasContent(figures);
    assertThat(output.resolve("log.jsonl")).hasContent(before);
    List<JsonNode> log =
        Files.readAllLines(output.resolve("log.jsonl")).stream().map(CommandRun::tree).toList();
    // 4 candidates × 3 folds
    assertThat(log.stream().filter(line -> line.path("event").asString().equals("fit")))
        .hasSize(12);
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
