package org.interfuse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The loop of docs/elsewhere.md, for real: our splits, a model of scikit-learn, our table. Skipped
 * where Debian's Python has no scikit-learn.
 */
class ElsewhereExampleTest {
  private static final String PYTHON = "/usr/bin/python3";
  private static final String COMPARISON =
      """
      split: {folds: 2}
      comparison:
        primary: linear
        candidates:
          - {name: linear, baseline: linear}
          - {name: elsewhere, predictions: theirs.csv}
      """;

  @TempDir Path folder;

  @Test
  void aModelOfScikitLearnStandsInTheTable() throws Exception {
    Assumptions.assumeTrue(
        Files.exists(Path.of(PYTHON)) && python("-c", "import pandas, sklearn") == 0,
        PYTHON + " with pandas and scikit-learn is not on this machine");
    Path planted = CommandRun.root().resolve("examples/planted");
    Path study = study(planted);
    Path splits = folder.resolve("splits.csv");
    CommandRun export = CommandRun.of("compare", study, "--export-splits", splits, "--quiet");
    assertThat(export.exit()).as(export.err()).isZero();
    String script = CommandRun.root().resolve("examples/elsewhere/train.py").toString();
    int python =
        python(
            script, folder.toString(), splits.toString(), folder.resolve("theirs.csv").toString());
    assertThat(python).as(Files.readString(folder.resolve("python.log"))).isZero();

    CommandRun run = CommandRun.of("compare", study, "--json", "--quiet");
    assertThat(run.exit()).as(run.err()).isZero();
    // the class depends on left and right together: trees see it, a linear model does not
    assertThat(run.json().at("/candidates/0/metrics/0/value").asDouble()).isBetween(0.4, 0.6);
    assertThat(run.json().at("/candidates/1/name").asString()).isEqualTo("elsewhere");
    assertThat(run.json().at("/candidates/1/metrics/0/metric").asString()).isEqualTo("auroc");
    assertThat(run.json().at("/candidates/1/metrics/0/value").asDouble()).isGreaterThan(0.65);
    assertThat(run.json().at("/candidates/1/metrics/0/lower").isNumber()).isTrue();
  }

  /** The planted example with few candidates. */
  private Path study(Path planted) throws IOException {
    for (String table : List.of("cohort.csv", "left.csv", "right.csv", "noise.csv")) {
      Files.copy(planted.resolve(table), folder.resolve(table));
    }
    String text = Files.readString(planted.resolve("study.yaml"));
    return Files.writeString(
        folder.resolve("study.yaml"), text.substring(0, text.indexOf("comparison:")) + COMPARISON);
  }

  private int python(String... arguments) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder();
    builder.command().add(PYTHON);
    builder.command().addAll(List.of(arguments));
    File log = folder.resolve("python.log").toFile();
    Process process = builder.redirectErrorStream(true).redirectOutput(log).start();
    assertThat(process.waitFor(5, TimeUnit.MINUTES)).as("python ends").isTrue();
    return process.exitValue();
  }
}
