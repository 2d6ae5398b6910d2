package org.interfuse.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.interfuse.progress.Progress;
import org.interfuse.run.CompareRun;
import org.interfuse.run.LoadedStudy;
import org.interfuse.run.RunFolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Of a tuned network the training that was kept is drawn, and its value is what data are worth. */
class TunedRunTest {
  private static final JsonMapper MAPPER = JsonMapper.shared();
  private static final int SUBJECTS = 60;
  private static final String STUDY =
      """
      interfuse: 1
      study: tuned
      cohort:
        table: cohort.csv
        id: id
        targets: {y: {type: classification, column: y}}
      modalities:
        left: {path: left.csv}
        right: {path: right.csv}
      model: {fusion: concat, width: 8}
      training: {epochs: 8, batch: 16, patience: 3, ensemble: 2}
      split: {folds: 3}
      comparison:
        primary: concat
        tuning: {trials: 4}
        candidates:
          - {baseline: linear, merge: late}
          - {strategy: unimodal, modality: left}
          - {fusion: concat}
      """;

  @TempDir private Path folder;

  @Test
  void theTrainingThatWasKeptIsDrawn() throws IOException {
    Path run = run();
    List<JsonNode> lines = lines(run.resolve("log.jsonl"));
    TrainingLog log = new TrainingLog(lines);
    String page = Files.readString(run.resolve("report.html"));

    assertThat(log.networks()).contains("concat", "unimodal left");
    assertThat(log.parts("concat")).containsExactly("network");
    List<List<JsonNode>> runs = log.epochs("concat", "network");
    assertThat(runs).as("3 folds of 2 members").hasSize(6);
    assertThat(runs).allSatisfy(epochs -> assertThat(keptBy(lines, epochs.get(0))).isTrue());
    assertThat(log.probes("concat", "network")).hasSize(6);
    assertThat(page).contains("id=\"training\"", "concat: loss", "gradient");
  }

  /** The trial that an epoch is of is the one that its fit chose. */
  private static boolean keptBy(List<JsonNode> lines, JsonNode epoch) {
    return lines.stream()
        .filter(line -> line.path("event").asString().equals("fit"))
        .filter(line -> line.path("candidate").equals(epoch.path("candidate")))
        .filter(line -> line.path("fold").equals(epoch.path("fold")))
        .allMatch(
            line ->
                epoch
                    .path("part")
                    .asString()
                    .startsWith("trial " + line.at("/choices/trial").asString() + " for "));
  }

  @Test
  void theValueOfAModalityIsThatOfNetworksWhichAreAlikeUntuned() throws IOException {
    JsonNode value = MAPPER.readTree(run().resolve("comparison.json").toFile()).path("value");

    assertThat(value.toString())
        .contains("\"concat, not tuned\"")
        .contains("\"concat without left\"", "\"concat without right\"")
        .doesNotContain("\"unimodal left\"");
    assertThat(value.path("refits").findValuesAsString("name"))
        .containsExactly("concat without left", "concat without right", "concat, not tuned");
    assertThat(value.at("/targets/0/subsets")).as("the whole one is no subset").hasSize(2);
  }

  private Path run() throws IOException {
    SplittableRandom random = new SplittableRandom(5);
    List<String> cohort = new ArrayList<>(List.of("id,y"));
    List<String> left = new ArrayList<>(List.of("id,a"));
    List<String> right = new ArrayList<>(List.of("id,b"));
    for (int i = 0; i < SUBJECTS; i++) {
      double signal = random.nextDouble(-1, 1);
      cohort.add("s%d,%s".formatted(i, signal > 0 ? "yes" : "no"));
      left.add("s%d,%s".formatted(i, signal + random.nextDouble(-1, 1)));
      right.add("s%d,%s".formatted(i, random.nextDouble(-1, 1)));
    }
    Files.write(folder.resolve("cohort.csv"), cohort);
    Files.write(folder.resolve("left.csv"), left);
    Files.write(folder.resolve("right.csv"), right);
    Path study = Files.writeString(folder.resolve("study.yaml"), STUDY);
    Path run = folder.resolve("run");
    try (RunFolder output = RunFolder.create(run)) {
      CompareRun.run(LoadedStudy.read(study, Progress.SILENT), 0, 2, output, Progress.SILENT);
    }
    return run;
  }

  private static List<JsonNode> lines(Path log) throws IOException {
    return Files.readAllLines(log).stream().map(MAPPER::readTree).toList();
  }
}
