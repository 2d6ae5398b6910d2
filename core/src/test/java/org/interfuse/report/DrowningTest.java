package org.interfuse.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.interfuse.evaluation.Estimate;
import org.interfuse.progress.Progress;
import org.interfuse.run.CompareRun;
import org.interfuse.run.LoadedStudy;
import org.interfuse.run.RunFolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Whether a network drowned a modality: the rule, and a network that does. Seed 2. */
class DrowningTest {
  private static final String STUDY =
      """
      interfuse: 1
      study: dominated
      cohort:
        table: cohort.csv
        id: id
        targets: {y: {type: classification, column: y}}
      modalities:
        loud: {path: loud.csv}
        quiet: {path: quiet.csv}
      model: {fusion: concat, width: 8, modality_dropout: 0}
      training: {epochs: 60, batch: 32, learning_rate: 0.01, ensemble: 1}
      split: {folds: 5}
      comparison:
        primary: concat
        value: none
        candidates:
          - {strategy: unimodal, modality: loud}
          - {strategy: unimodal, modality: quiet}
          - {fusion: concat}
      """;

  @TempDir private Path folder;

  /**
   * The loud modality says the class outright. The quiet one says it by the product of two of its
   * 22 columns: a network of its own finds that, one that has both has no need to.
   */
  @Test
  void aModalityThatTheNetworkHadNoNeedOfWasDrowned() throws IOException {
    write(300, 2);
    Path study = Files.writeString(folder.resolve("study.yaml"), STUDY);
    try (RunFolder run = RunFolder.create(folder.resolve("run"))) {
      CompareRun.run(LoadedStudy.read(study, Progress.SILENT), 0, 2, run, Progress.SILENT);
    }
    String page = Files.readString(folder.resolve("run/report.html"));

    assertThat(page)
        .contains("<p>Drowned by concat: quiet.</p>")
        .contains("<li>loud was not drowned: with it alone the network does better than chance")
        .contains("<li>quiet was drowned: with it alone the network reaches 0.")
        .contains("only quiet", "a network of quiet");
  }

  @Test
  void threeThingsMustHold() {
    Drowning drowned = drowning(at(0.5, 0.05), at(0.8, 0.1), at(0.3, 0.1), 0.2, 0.5);
    assertThat(drowned.answer()).isEqualTo(Drowning.Answer.YES);
    assertThat(drowned.sentence())
        .isEqualTo(
            "m was drowned: with it alone the network reaches 0.500 [0.450, 0.550], no better than"
                + " chance (0.500), a network of its own reaches 0.800 [0.700, 0.900], and its"
                + " encoder’s gradient is 20\u00A0% of the others’.");

    assertThat(drowning(at(0.6, 0.05), at(0.8, 0.1), at(0.2, 0.1), 0.2, 0.5).sentence())
        .startsWith("m was not drowned: with it alone the network does better than chance, 0.600");
    assertThat(drowning(at(0.5, 0.05), at(0.55, 0.1), at(0.05, 0.1), 0.2, 0.5).sentence())
        .startsWith("m was not drowned: a network of its own does no better than chance either");
    assertThat(drowning(at(0.5, 0.2), at(0.8, 0.1), at(0.3, 0.4), 0.2, 0.5).sentence())
        .startsWith("m was not drowned: a network of its own is not shown to do better, by 0.300");
    assertThat(drowning(at(0.5, 0.05), at(0.8, 0.1), at(0.3, 0.1), 0.4, 0.5).sentence())
        .isEqualTo("m was not drowned: its encoder’s gradient is 40\u00A0% of the others’.");
  }

  @Test
  void whatIsNotKnownLeavesItOpen() {
    Estimate unknown = at(Double.NaN, Double.NaN);
    Estimate single = at(0.7, Double.NaN);
    assertThat(drowning(at(0.5, 0.05), unknown, unknown, 0.2, 0.5).sentence())
        .isEqualTo("Whether m was drowned cannot be told: the study has no network of it alone.");
    assertThat(drowning(unknown, at(0.8, 0.1), unknown, 0.2, 0.5).sentence())
        .contains("what the network says with it alone is not shown or undefined");
    assertThat(drowning(single, single, single, 0.2, 0.5).sentence())
        .contains("one training part gives no interval");
    assertThat(drowning(at(0.5, 0.05), at(0.8, 0.1), at(0.3, 0.1), Double.NaN, 0.5).sentence())
        .contains("gradients of encoders were not measured");
    assertThat(drowning(at(3, 1), at(2, 1), at(1, 0.5), 0.2, Double.NaN).sentence())
        .contains("the study has no candidate that knows nothing");
    // what is known to fail decides
    assertThat(drowning(single, single, single, 0.9, 0.5).answer()).isEqualTo(Drowning.Answer.NO);
  }

  @Test
  void whereLessIsBetterChanceIsAbove() {
    Drowning drowned = new Drowning("m", at(1.0, 0.1), at(0.5, 0.1), at(0.5, 0.1), 0.1, 1.0, false);
    assertThat(drowned.answer()).isEqualTo(Drowning.Answer.YES);
  }

  /** Nadeau and Bengio 2003, computed by hand; t of 2 degrees of freedom at 0.975. */
  @Test
  void theIntervalIsOfTheMeanOverTrainingPartsAndCorrected() {
    List<JsonNode> lines = new ArrayList<>();
    double[][] figures = {{0.5, 0.7}, {0.5, 0.5}, {0.8, 0.8}}; // two seeds in each of three folds
    for (int fold = 0; fold < 3; fold++) {
      for (double figure : figures[fold]) {
        lines.add(
            JsonMapper.shared()
                .readTree("{\"repeat\": 1, \"fold\": \"%d\", \"v\": %s}".formatted(fold, figure)));
      }
    }
    double mean = (0.6 + 0.5 + 0.8) / 3;
    double variance =
        (Math.pow(0.6 - mean, 2) + Math.pow(0.5 - mean, 2) + Math.pow(0.8 - mean, 2)) / 2;
    double half = 4.302652729911275 * Math.sqrt(variance * (1.0 / 3 + 0.25));

    Estimate estimate =
        FoldMeans.of(lines, line -> line.path("v").doubleValue()).estimate(0.25, 0.95);

    assertThat(estimate.value()).isCloseTo(mean, within(1e-12));
    assertThat(estimate.lower()).isCloseTo(mean - half, within(1e-9));
    assertThat(estimate.upper()).isCloseTo(mean + half, within(1e-9));
  }

  private static Drowning drowning(
      Estimate alone, Estimate own, Estimate lost, double gradient, double chance) {
    return new Drowning("m", alone, own, lost, gradient, chance, true);
  }

  private static Estimate at(double value, double half) {
    return new Estimate(value, value - half, value + half, 0.95, 5);
  }

  private void write(int subjects, long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    List<String> cohort = new ArrayList<>(List.of("id,y"));
    List<String> loud = new ArrayList<>(List.of("id" + columns("l", 16)));
    List<String> quiet = new ArrayList<>(List.of("id" + columns("q", 22)));
    for (int i = 0; i < subjects; i++) {
      int sign = random.nextBoolean() ? 1 : -1;
      int first = random.nextBoolean() ? 1 : -1;
      cohort.add("p%d,%s".formatted(i, sign > 0 ? "yes" : "no"));
      StringBuilder says = new StringBuilder("p" + i);
      for (int c = 0; c < 16; c++) {
        says.append(cell(2 * sign + random.nextGaussian()));
      }
      loud.add(says.toString());
      says = new StringBuilder("p" + i);
      says.append(cell(first + 0.4 * random.nextGaussian()));
      says.append(cell(first * sign + 0.4 * random.nextGaussian()));
      for (int c = 2; c < 22; c++) {
        says.append(cell(random.nextGaussian()));
      }
      quiet.add(says.toString());
    }
    Files.write(folder.resolve("cohort.csv"), cohort);
    Files.write(folder.resolve("loud.csv"), loud);
    Files.write(folder.resolve("quiet.csv"), quiet);
  }

  private static String columns(String name, int count) {
    StringBuilder text = new StringBuilder();
    for (int c = 0; c < count; c++) {
      text.append(',').append(name).append(c);
    }
    return text.toString();
  }

  private static String cell(double value) {
    return String.format(Locale.ROOT, ",%.4f", value);
  }
}
