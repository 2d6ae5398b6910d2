package org.interfuse.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What {@code compare} says of the adrenocortical example, with fewer candidates and epochs. */
class VerdictTest {
  @TempDir Path folder;

  private Path study(String end) throws IOException {
    Path example = CommandRun.root().resolve("examples/adrenocortical");
    Path study = folder.resolve("study.yaml");
    String text =
        """
        interfuse: 1
        study: adrenocortical
        cohort:
          table: FOLDER/clinical.csv
          id: patientID
          target: {type: survival, time: [days_to_death, days_to_last_followup], event: {column: vital_status, is: 1}}
        modalities:
          clinical: {columns: [years_to_birth, gender, pathologic_stage]}
          protein: {path: FOLDER/RPPAArray.csv}
        model: {width: 8, fusion: gated}
        training: {epochs: 8}
        comparison:
          primary: gated
          margin: 0.03
          candidates:
            - {baseline: prevalence}
            - {baseline: linear, merge: early, penalty: [0.1]}
            - {strategy: unimodal, modality: clinical}
            - {strategy: unimodal, modality: protein}
            - {strategy: late}
            - {fusion: gated}
        """;
    Files.writeString(study, text.replace("FOLDER", example.toString()) + end);
    return study;
  }

  @Test
  void saysTheVerdictAndEverythingItRestsOn() throws IOException {
    Path study = study("split: {folds: 5, repeats: 2}\nreport: {by: [gender, race]}\n");
    Path output = folder.resolve("run");

    CommandRun run = CommandRun.of("compare", study, "--quiet", "-o", output);

    assertThat(run.exit()).as(run.err()).isZero();
    JsonNode json = CommandRun.tree(Files.readString(output.resolve("comparison.json")));
    contrastsAreThoseOfTheFolds(json);
    JsonNode verdict = json.path("verdict").path(0);
    assertThat(verdict.path("target").asString()).isEqualTo("target");
    assertThat(verdict.path("metric").asString()).isEqualTo("harrell-c");
    assertThat(run.out().replaceAll("\\s+", " "))
        .contains(" Verdict. " + verdict.path("sentence").asString() + " Planned comparisons");
    assertThat(run.out().indexOf("Verdict. ")).isGreaterThan(run.out().indexOf("* primary"));
    assertThat(run.out()).containsSubsequence("Verdict. ", "Planned", "Exploratory", "Best of 6: ");
    subgroups(json.path("subgroups"), run.out());
    JsonNode best = json.path("best_of_many").path(0);
    assertThat(best.path("candidates").asInt()).isEqualTo(6);
    assertThat(best.path("corrected").asDouble()).isBetween(0.4, 1.0);
    assertThat(json.path("decision_curve")).as("of a yes or no only").isEmpty();
    calibration(json.path("calibration"));
    assertThat(json.path("warnings").path(0).asString())
        .startsWith("split, target target: a test part should hold 10 events or more; found ");
    assertThat(Files.readString(output.resolve("comparison.json"))).doesNotContain("TCGA-");
    table(output, json);
  }

  /** The corrected t of the figures that stand beside it. */
  private static void contrastsAreThoseOfTheFolds(JsonNode json) {
    assertThat(json.path("margin").asDouble()).isEqualTo(0.03);
    List<String> planned = new ArrayList<>();
    for (JsonNode contrast : json.path("contrasts")) {
      if (contrast.path("confirmatory").asBoolean()) {
        planned.add(contrast.path("against").asString() + " " + contrast.path("second").asString());
      }
      assertThat(contrast.path("method").asString()).isEqualTo("corrected resampled t");
      double[] first = perFold(json, contrast.path("first").asString());
      double[] second = perFold(json, contrast.path("second").asString());
      double mean = 0;
      for (int f = 0; f < first.length; f++) {
        mean += (first[f] - second[f]) / first.length;
      }
      assertThat(contrast.path("difference").asDouble()).isCloseTo(mean, within(1e-12));
      assertThat(contrast.path("folds").asInt()).isEqualTo(10);
      JsonNode probability = contrast.path("probability");
      assertThat(
              probability.path("worse").asDouble()
                  + probability.path("practically_equal").asDouble()
                  + probability.path("better").asDouble())
          .isCloseTo(1, within(1e-9));
      assertThat(contrast.path("p_adjusted").asDouble())
          .isGreaterThanOrEqualTo(contrast.path("p").asDouble());
    }
    assertThat(planned)
        .containsExactly(
            "best_baseline linear (early, penalty 0.1)",
            "single_modality unimodal clinical",
            "single_modality unimodal protein");
    assertThat(json.path("contrasts")).as("3 planned, 2 of the primary, 3 of others").hasSize(8);
  }

  private static double[] perFold(JsonNode json, String candidate) {
    JsonNode metrics =
        StreamSupport.stream(json.path("candidates").spliterator(), false)
            .filter(node -> node.path("name").asString().equals(candidate))
            .findFirst()
            .orElseThrow()
            .path("metrics");
    JsonNode folds = metrics.path(0).path("per_fold");
    double[] values = new double[folds.size()];
    for (int f = 0; f < values.length; f++) {
      values[f] = folds.path(f).asDouble();
    }
    return values;
  }

  private static void subgroups(JsonNode subgroups, String out) {
    List<String> shown = new ArrayList<>();
    for (JsonNode subgroup : subgroups.path("shown")) {
      shown.add(subgroup.path("column").asString() + " " + subgroup.path("level").asString());
      assertThat(subgroup.path("subjects").asInt()).isGreaterThanOrEqualTo(10);
      assertThat(subgroup.path("candidates").path(0).path("name").asString()).isEqualTo("gated");
      assertThat(subgroup.path("candidates")).hasSize(2);
      if (subgroup.path("subjects").asInt() > 30) { // of fewer, no fold may have two to compare
        assertThat(subgroup.path("difference").isNumber()).isTrue();
      }
    }
    assertThat(shown).contains("gender female", "gender male", "race white");
    assertThat(subgroups.path("hidden").path(0).path("column").asString()).isEqualTo("race");
    assertThat(out).contains("gender female, ").contains("with too few subjects, not shown");
  }

  private static void calibration(JsonNode calibration) {
    assertThat(calibration).hasSize(2);
    for (JsonNode curve : calibration) {
      assertThat(curve.path("time").asDouble()).isPositive();
      int subjects = 0;
      for (JsonNode bin : curve.path("bins")) {
        assertThat(bin.path("subjects").asInt()).isGreaterThanOrEqualTo(10);
        subjects += bin.path("subjects").asInt();
      }
      assertThat(subjects).isEqualTo(92);
    }
  }

  private static void table(Path output, JsonNode json) throws IOException {
    List<String> lines = Files.readAllLines(output.resolve("comparison.csv"));
    assertThat(lines.get(0))
        .isEqualTo("candidate,target,metric,repeat,fold,train,test,value,lower,upper");
    List<String> own =
        lines.stream().filter(line -> line.startsWith("gated,target,harrell-c,")).toList();
    assertThat(own).as("ten folds and the estimate").hasSize(11);
    String first = own.get(0).split(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)")[7];
    assertThat(Double.parseDouble(first)).isEqualTo(perFold(json, "gated")[0]);
    assertThat(own.get(10)).startsWith("gated,target,harrell-c,,all,,,0.");
  }

  @Test
  void reportingByAColumnChangesNoPrediction() throws IOException {
    CommandRun.of(
        "compare", study("split: {folds: 2}\n"), "--quiet", "-o", folder.resolve("plain"));
    CommandRun.of(
        "compare",
        study("split: {folds: 2}\nreport: {by: [gender], smallest_cell: 60}\n"),
        "--quiet",
        "-o",
        folder.resolve("by"));

    assertThat(folder.resolve("by/out-of-fold.csv"))
        .hasSameTextualContentAs(folder.resolve("plain/out-of-fold.csv"));
    // 46 subjects in each test part: the figure of a fold is not written
    assertThat(Files.readAllLines(folder.resolve("by/comparison.csv")).get(1))
        .endsWith(",46,46,,,");
    assertThat(Files.readAllLines(folder.resolve("plain/comparison.csv")).get(1))
        .doesNotEndWith(",46,46,,,");
  }

  @Test
  void aColumnThatIsNotThereIsSaidWithItsOption() throws IOException {
    CommandRun run = CommandRun.of("compare", study("report: {by: [sex, gendre]}\n"), "--quiet");

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err())
        .contains("report.by: ")
        .contains("'sex'")
        .contains("'gendre'")
        .contains("gender");
  }
}
