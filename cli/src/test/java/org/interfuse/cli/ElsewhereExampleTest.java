package org.interfuse.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * The loop of docs/elsewhere.md, for real: our splits, a model of scikit-learn, our table. Skipped
 * where Debian's Python has no scikit-learn.
 */
class ElsewhereExampleTest {
  private static final String PYTHON = "/usr/bin/python3";
  private static final String COMPARISON =
      """
      split: {folds: 3}
      comparison:
        primary: gated
        margin: 0.02
        examine: []
        value: none
        candidates:
          - {name: linear, baseline: linear}
          - {name: elsewhere, predictions: theirs.csv}
          - {fusion: gated}
      """;

  /** Two-sided 5 % of Student's t with two degrees of freedom. */
  private static final double QUANTILE = 4.30265272974946;

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

    Path output = folder.resolve("run");
    CommandRun run = CommandRun.of("compare", study, "--json", "--quiet", "-o", output);
    assertThat(run.exit()).as(run.err()).isZero();
    // the class depends on left and right together: trees see it, a linear model does not
    assertThat(run.json().at("/candidates/0/metrics/0/value").asDouble()).isBetween(0.4, 0.6);
    assertThat(run.json().at("/candidates/1/name").asString()).isEqualTo("elsewhere");
    assertThat(run.json().at("/candidates/1/metrics/0/metric").asString()).isEqualTo("auroc");
    assertThat(run.json().at("/candidates/1/metrics/0/value").asDouble()).isGreaterThan(0.65);
    assertThat(run.json().at("/candidates/1/metrics/0/lower").isNumber()).isTrue();

    Scores ours = Scores.read(output.resolve("out-of-fold.csv"));
    Scores theirs = Scores.read(folder.resolve("theirs.csv"));
    Map<String, String> labels = new HashMap<>();
    rows(folder.resolve("cohort.csv"))
        .forEach(row -> labels.put(row.get("subject"), row.get("class")));
    double[] elsewhere = theirs.aurocs("", labels);
    agrees(
        run.json(), "gated", "elsewhere", ours.aurocs("gated", labels), elsewhere, ratio(splits));
    agrees(
        run.json(), "elsewhere", "linear", elsewhere, ours.aurocs("linear", labels), ratio(splits));
    assertThat(against(run.json(), "gated", "elsewhere")).isEqualTo("other");
    assertThat(run.json().at("/verdict/0/verdict").asString()).isNotEqualTo("better");

    Files.writeString(
        study, Files.readString(study).replace("theirs.csv}", "theirs.csv, role: baseline}"));
    CommandRun declared = CommandRun.of("compare", study, "--json", "--quiet");
    assertThat(declared.exit()).as(declared.err()).isZero();
    assertThat(against(declared.json(), "gated", "elsewhere")).isEqualTo("best_baseline");
    assertThat(declared.json().at("/verdict/0/sentence").asString())
        .contains("elsewhere (the best baseline)");
  }

  private static String against(JsonNode json, String first, String second) {
    return contrast(json, first, second).path("against").asString();
  }

  private static JsonNode contrast(JsonNode json, String first, String second) {
    for (JsonNode contrast : json.path("contrasts")) {
      if (contrast.path("first").asString().equals(first)
          && contrast.path("second").asString().equals(second)) {
        return contrast;
      }
    }
    throw new AssertionError("no contrast of " + first + " and " + second);
  }

  /** The corrected resampled t of three folds: its distribution function has a closed form. */
  private static void agrees(
      JsonNode json, String first, String second, double[] one, double[] other, double ratio) {
    double[] differences = new double[one.length];
    Arrays.setAll(differences, fold -> one[fold] - other[fold]);
    double mean = Arrays.stream(differences).average().orElseThrow();
    double variance = Arrays.stream(differences).map(d -> (d - mean) * (d - mean)).sum() / 2;
    double error = Math.sqrt(variance * (1 / 3.0 + ratio));
    double t = Math.abs(mean / error);
    JsonNode contrast = contrast(json, first, second);
    assertThat(differences).hasSize(3);
    assertThat(contrast.path("difference").asDouble()).isCloseTo(mean, within(1e-9));
    assertThat(contrast.path("p").asDouble()).isCloseTo(1 - t / Math.sqrt(2 + t * t), within(1e-9));
    assertThat(contrast.path("lower").asDouble()).isCloseTo(mean - QUANTILE * error, within(1e-9));
    assertThat(contrast.path("upper").asDouble()).isCloseTo(mean + QUANTILE * error, within(1e-9));
  }

  /** Test over training rows; the folds of 1,200 subjects are of one size. */
  private static double ratio(Path splits) throws IOException {
    List<Map<String, String>> rows = rows(splits);
    double test = rows.stream().filter(row -> "test".equals(row.get("part"))).count();
    return test / (rows.size() - test);
  }

  /** Rows of plain cells by name of column. */
  private static List<Map<String, String>> rows(Path file) throws IOException {
    List<String> lines = Files.readAllLines(file);
    String[] names = lines.get(0).split(",", -1);
    List<Map<String, String>> rows = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.replaceAll("\"([^\",]*), ([^\",]*)\"", "$1; $2").split(",", -1);
      Map<String, String> row = new HashMap<>();
      for (int c = 0; c < names.length; c++) {
        row.put(names[c], cells[c].replace("\"", ""));
      }
      rows.add(row);
    }
    return rows;
  }

  /** Probabilities of the positive class as they stand in a file. */
  private record Scores(List<Map<String, String>> rows) {
    static Scores read(Path file) throws IOException {
      return new Scores(ElsewhereExampleTest.rows(file));
    }

    /** AUROC of each fold, every pair of a positive and a negative subject compared. */
    double[] aurocs(String candidate, Map<String, String> labels) {
      Map<String, List<Map<String, String>>> folds = new TreeMap<>();
      for (Map<String, String> row : rows) {
        if (row.getOrDefault("candidate", "").equals(candidate)) {
          folds
              .computeIfAbsent(
                  row.getOrDefault("fold", "").replaceAll("\\D", ""), fold -> new ArrayList<>())
              .add(row);
        }
      }
      return folds.values().stream().mapToDouble(fold -> auroc(fold, labels)).toArray();
    }

    private static double auroc(List<Map<String, String>> fold, Map<String, String> labels) {
      double won = 0;
      double pairs = 0;
      for (Map<String, String> positive : fold) {
        for (Map<String, String> negative : fold) {
          if ("same".equals(labels.get(positive.get("subject")))
              && "different".equals(labels.get(negative.get("subject")))) {
            double difference = p(positive) - p(negative);
            won += difference > 0 ? 1 : difference == 0 ? 0.5 : 0;
            pairs++;
          }
        }
      }
      return won / pairs;
    }

    private static double p(Map<String, String> row) {
      return Double.parseDouble(row.getOrDefault("probability same", ""));
    }
  }

  /** The planted example with few candidates. */
  private Path study(Path planted) throws IOException {
    for (String table : List.of("cohort.csv", "left.csv", "right.csv", "noise.csv")) {
      Files.copy(planted.resolve(table), folder.resolve(table));
    }
    String text = Files.readString(planted.resolve("study.yaml"));
    return Files.writeString(
        folder.resolve("study.yaml"),
        text.substring(0, text.indexOf("comparison:")).replace("epochs: 60", "epochs: 3")
            + COMPARISON);
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
