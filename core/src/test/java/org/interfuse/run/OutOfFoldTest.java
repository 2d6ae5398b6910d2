package org.interfuse.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.interfuse.comparison.CandidateResult;
import org.interfuse.comparison.MetricResult;
import org.interfuse.progress.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The figures of a comparison can be computed again from the predictions it wrote. */
final class OutOfFoldTest {
  private static final int SUBJECTS = 63;

  @TempDir private Path folder;

  @Test
  void everyFigureCanBeComputedAgain() throws IOException {
    LoadedStudy loaded =
        new StudyFolder(folder, SUBJECTS, 83)
            .write()
            .study(
                """
                targets: {sign: {type: classification, column: sign}, life: {type: survival, \
                time: time, event: {column: event, is: 1}}}""",
                "{width: 8}",
                """
                comparison:
                  seeds: 2
                  candidates: [{baseline: linear}, {strategy: late}, {strategy: early}]
                """);
    assertThat(loaded.study().comparison().seeds()).isEqualTo(2);
    RunFolder out = RunFolder.create(folder.resolve("out"));
    CompareRun run = CompareRun.run(loaded, 2, 2, out, Progress.SILENT);
    List<Map<String, String>> rows = csv(out.file("out-of-fold.csv"));
    assertThat(rows).hasSize(SUBJECTS + 3 * 2 * SUBJECTS);
    JsonNode json = JsonMapper.shared().readTree(Files.readString(out.file("comparison.json")));
    for (CandidateResult candidate : run.result().candidates()) {
      assertThat(candidate.failures()).isEmpty();
      check(candidate, "sign", "auroc", rows, OutOfFoldTest::area);
      check(candidate, "life", "harrell-c", rows, OutOfFoldTest::concordance);
    }
    double written =
        json.path("candidates").path(0).path("metrics").path(0).path("value").asDouble();
    assertThat(written)
        .isEqualTo(run.result().candidates().get(0).metrics().get(0).estimate().value());
  }

  private interface Metric {
    double of(List<Map<String, String>> rows);
  }

  private static void check(
      CandidateResult candidate,
      String target,
      String metric,
      List<Map<String, String>> rows,
      Metric byHand) {
    Map<String, Map<String, List<Map<String, String>>>> parts = new LinkedHashMap<>();
    for (Map<String, String> row : rows) {
      if (candidate.name().equals(row.get("candidate"))) {
        parts
            .computeIfAbsent(row.get("fold"), key -> new LinkedHashMap<>())
            .computeIfAbsent(row.get("seed"), key -> new ArrayList<>())
            .add(row);
      }
    }
    MetricResult found = candidate.metric(target, metric).orElseThrow();
    double sum = 0;
    int fold = 0;
    for (Map<String, List<Map<String, String>>> seeds : parts.values()) {
      double mean = seeds.values().stream().mapToDouble(byHand::of).average().orElseThrow();
      assertThat(found.perFold()[fold++])
          .as("%s, %s, fold %d", candidate.name(), metric, fold)
          .isCloseTo(mean, within(1e-12));
      sum += mean;
    }
    assertThat(fold).isEqualTo(3);
    assertThat(found.estimate().value()).isCloseTo(sum / 3, within(1e-12));
  }

  private static double area(List<Map<String, String>> rows) {
    boolean[] positive = new boolean[rows.size()];
    double[] score = new double[rows.size()];
    for (int i = 0; i < score.length; i++) {
      positive[i] = "plus".equals(rows.get(i).get("sign true"));
      score[i] = number(rows.get(i), "sign probability plus");
    }
    return Pairs.area(positive, score);
  }

  private static double concordance(List<Map<String, String>> rows) {
    double[] times = new double[rows.size()];
    boolean[] events = new boolean[rows.size()];
    double[] risk = new double[rows.size()];
    for (int i = 0; i < risk.length; i++) {
      times[i] = number(rows.get(i), "life true time");
      events[i] = "1".equals(rows.get(i).get("life true event"));
      risk[i] = number(rows.get(i), "life risk");
    }
    return Pairs.concordance(times, events, risk);
  }

  private static double number(Map<String, String> row, String column) {
    return Double.parseDouble(java.util.Objects.requireNonNull(row.get(column), column));
  }

  /** RFC 4180 without doubled quotes. */
  private static List<Map<String, String>> csv(Path file) throws IOException {
    List<String> lines = Files.readAllLines(file);
    List<String> header = cells(lines.get(0));
    List<Map<String, String>> rows = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      List<String> cells = cells(line);
      assertThat(cells).hasSameSizeAs(header);
      Map<String, String> row = new LinkedHashMap<>();
      for (int j = 0; j < cells.size(); j++) {
        row.put(header.get(j), cells.get(j));
      }
      rows.add(row);
    }
    return rows;
  }

  private static List<String> cells(String line) {
    List<String> cells = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    for (char c : line.toCharArray()) {
      if (c == '"') {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        cells.add(cell.toString());
        cell.setLength(0);
      } else {
        cell.append(c);
      }
    }
    cells.add(cell.toString());
    return cells;
  }
}
