package org.interfuse.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What {@code compare} recommends for the adrenocortical example, with few candidates. */
class AdviceTest {
  @TempDir Path folder;

  private Path study(String end) throws IOException {
    Path example = CommandRun.root().resolve("examples/adrenocortical");
    Path study = folder.resolve("study.yaml");
    String text =
        """
        interfuse: 1
        cohort:
          table: FOLDER/clinical.csv
          id: patientID
          target: {type: survival, time: [days_to_death, days_to_last_followup], event: {column: vital_status, is: 1}}
        modalities:
          clinical: {columns: [years_to_birth, gender, pathologic_stage]}
          protein: {path: FOLDER/RPPAArray.csv}
        model: {width: 8, fusion: cross-attention}
        training: {epochs: 8}
        comparison:
          primary: cross-attention
          value: none
          examine: []
          candidates:
            - {baseline: prevalence}
            - {baseline: linear, merge: late, penalty: [0.1]}
            - {strategy: unimodal, modality: clinical}
            - {fusion: cross-attention}
        """;
    Files.writeString(study, text.replace("FOLDER", example.toString()) + end);
    return study;
  }

  private JsonNode advice(String end) throws IOException {
    CommandRun run = CommandRun.of("compare", study(end), "--quiet", "--json");
    assertThat(run.exit()).as(run.err()).isZero();
    return CommandRun.tree(run.out());
  }

  @Test
  void recommendsOneOfThoseThatAreLevelAndSaysWhy() throws IOException {
    CommandRun run = CommandRun.of("compare", study(""), "--quiet", "-o", folder.resolve("run"));

    assertThat(run.exit()).as(run.err()).isZero();
    JsonNode json = CommandRun.tree(Files.readString(folder.resolve("run/comparison.json")));
    JsonNode advice = json.path("advice");
    List<String> level = texts(advice.path("level_with_the_best"));
    assertThat(level).first().isEqualTo(advice.path("recommended").asString());
    assertThat(level).doesNotContain("Kaplan–Meier").contains(best(json));
    assertThat(run.out()).contains("\nAdvice\n- Deploy " + level.get(0) + " (");
    assertThat(evidence(advice, "incomplete-subjects").path("value").asDouble())
        .as("46 of 92 have proteins")
        .isCloseTo(0.5, within(1e-9));
    assertThat(evidence(advice, "incomplete-subjects").path("holds").asBoolean()).isTrue();
    assertThat(Files.readString(folder.resolve("run/report.html")))
        .contains(
            "What to deploy",
            "Deploy " + level.get(0),
            "Candidates that are level with the best",
            "not measured: no source gives values an order in time.");
    assertThat(run.out()).contains("Level with the best\n- " + level.get(0) + " (");
  }

  @Test
  void deploymentSpeaksAndALimitOfTimeExcludes() throws IOException {
    JsonNode advice =
        advice(
                "deployment: {available: {protein: 0.5}, owners: {clinical: one, protein: two},"
                    + " latency_ms: 1.0e-9}\n")
            .path("advice");

    assertThat(advice.path("recommended").isNull()).isTrue();
    assertThat(texts(advice.path("excluded")))
        .hasSize(3)
        .allMatch(text -> text.endsWith("ms for a subject; the study allows 1.0E-9 ms."));
    assertThat(evidence(advice, "several-owners").path("value").asDouble()).isEqualTo(2);
    assertThat(evidence(advice, "rarely-available").path("holds").asBoolean()).isTrue();
  }

  @Test
  void memoryIsToldForEveryCandidateAndALimitExcludes() throws IOException {
    JsonNode json = advice("deployment: {memory_mb: 0.001}\n");

    for (JsonNode candidate : json.path("candidates")) {
      double megabytes = candidate.path("memory_mb").asDouble(Double.NaN);
      long parameters = candidate.path("parameters").asLong();
      assertThat(megabytes * 1e6)
          .as(candidate.path("name").asString())
          .isPositive()
          .isGreaterThanOrEqualTo(4.0 * parameters);
    }
    assertThat(texts(json.path("advice").path("excluded")))
        .anyMatch(text -> text.matches("cross-attention holds .* MB to predict; .* 0.001 MB\\."));
  }

  private static String best(JsonNode json) {
    String best = "";
    double highest = Double.NEGATIVE_INFINITY;
    for (JsonNode candidate : json.path("candidates")) {
      double value = candidate.path("metrics").path(0).path("value").asDouble();
      if (value > highest) {
        highest = value;
        best = candidate.path("name").asString();
      }
    }
    return best;
  }

  private static JsonNode evidence(JsonNode advice, String rule) {
    for (JsonNode one : advice.path("evidence")) {
      if (one.path("rule").asString().equals(rule)) {
        return one;
      }
    }
    throw new AssertionError("no rule " + rule + " in " + advice);
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(one -> texts.add(one.asString()));
    return texts;
  }
}
