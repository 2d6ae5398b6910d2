package org.interfuse.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.interfuse.baseline.BaselineSpec;
import org.interfuse.baseline.FittedBaseline;
import org.interfuse.baseline.Linear;
import org.interfuse.cohort.Cohort;
import org.interfuse.encoder.wide.Projection;
import org.interfuse.preprocessing.FittedCohort;
import org.interfuse.preprocessing.PreparedCohort;
import org.interfuse.progress.Progress;
import org.interfuse.run.LoadedStudy;
import org.interfuse.run.ModelFile;
import org.interfuse.run.TrainedModel;
import org.interfuse.target.Prediction;
import org.interfuse.target.Target;
import org.interfuse.target.TargetSchema;
import org.interfuse.tensor.Seed;
import org.interfuse.training.NetworkFit;
import org.interfuse.training.NetworkTrainer;
import org.interfuse.trees.BoostedTrees;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Every projection of wide modalities from data to model file to predictions, and the baselines.
 */
class WideModelsTest {
  private static final int[] ALL = IntStream.range(0, WideCohort.SUBJECTS).toArray();

  @TempDir static Path folder;
  private static Path study;

  @BeforeAll
  static void write() throws IOException {
    study = WideCohort.write(folder);
  }

  /** The study with something changed and something more. */
  private static Path variant(String name, String from, String to, String more) throws IOException {
    String text = Files.readString(study);
    assertThat(text).contains(from);
    return Files.writeString(folder.resolve(name), text.replace(from, to) + more);
  }

  private static Path withProjection(Projection projection) throws IOException {
    String name = projection.name().toLowerCase(Locale.ROOT).replace('_', '-');
    String encoder =
        ", encoder: {type: wide, projection: %s, width: 8, components: 6, keep: 20}}"
            .formatted(name);
    Path file = variant(name + ".yaml", "window: 50000}}", "window: 50000}" + encoder, "");
    String text = Files.readString(file).replace("group: chapter}}", "group: chapter}" + encoder);
    return Files.writeString(file, text);
  }

  /** Genotypes are decoded in tiles, codes are sparse; nine subjects lack genotypes. */
  @ParameterizedTest
  @EnumSource(Projection.class)
  void aModelPredictsFromItsFileAsItDidWhenTrained(Projection projection) throws IOException {
    LoadedStudy loaded = LoadedStudy.read(withProjection(projection), Progress.SILENT);
    FittedCohort fitted =
        PreparedCohort.fit(loaded.cohort(), loaded.preprocessing(), ALL, "modalities");
    PreparedCohort data = fitted.apply(loaded.cohort());
    NetworkTrainer trainer =
        new NetworkTrainer(
            "test", loaded.study().model(), loaded.study().training(), Progress.SILENT);
    Path file = folder.resolve(projection + ".interfuse");
    double[][] expected;
    try (NetworkFit fit = trainer.fitFor(List.of(2), data, ALL, null, new Seed(5))) {
      Prediction trained = fit.network().predict(data, ALL).predictions().get(0);
      expected = ((Prediction.Classes) trained).probabilities();
      List<TargetSchema> targets = loaded.cohort().targets().stream().map(Target::schema).toList();
      JsonNode none = JsonNodeFactory.instance.objectNode();
      ModelFile.write(
          file, new TrainedModel(loaded.study(), fitted, fit.network(), targets, none, none));
    }

    CommandRun run = CommandRun.of("predict", file, "--data", folder);

    assertThat(run.exit()).as(run.err()).isZero();
    List<String> lines = run.out().lines().skip(1).toList();
    assertThat(lines).hasSize(WideCohort.SUBJECTS);
    for (int i = 0; i < lines.size(); i++) {
      String[] cells = lines.get(i).split(",", -1);
      for (int k = 0; k < 2; k++) {
        assertThat(Double.parseDouble(cells[2 + k]))
            .as(lines.get(i))
            .isCloseTo(expected[i][k], within(1e-6));
      }
    }
  }

  /** One variant in ten goes with the class; age tells less. Codes would say it all. */
  @Test
  void baselinesFindWhatIsPlantedInGenotypes(@TempDir Path planted) throws IOException {
    WideCohort.write(planted, 10);
    Path file = planted.resolve("study.yaml");
    String text = Files.readString(file).replaceAll("(?m)^  (codes|clinical): .*\n", "");
    Files.writeString(
        file,
        text
            + """
            comparison:
              primary: late
              candidates:
                - {baseline: linear, merge: late, name: late}
                - {baseline: linear, merge: early, name: early}
                - {baseline: boosted-trees, merge: late, name: trees}
            """);
    CommandRun run = CommandRun.of("compare", file, "-o", planted.resolve("run"), "--json");

    assertThat(run.exit()).as(run.err()).isZero();
    List<JsonNode> candidates = run.json().path("candidates").valueStream().toList();
    assertThat(candidates).hasSize(3);
    for (JsonNode candidate : candidates) {
      assertThat(candidate.path("failures")).as(candidate.path("name").asString()).isEmpty();
      assertThat(candidate.at("/metrics/0/value").asDouble())
          .as(candidate.path("name").asString())
          .isGreaterThan(0.8);
    }
    assertThat(candidates.get(0).at("/metrics/0/value").asDouble())
        .isEqualTo(candidates.get(1).at("/metrics/0/value").asDouble());
  }

  static List<BaselineSpec> baselines() {
    return List.of(
        new Linear(Linear.Merge.LATE),
        new Linear(Linear.Merge.EARLY),
        new BoostedTrees(Linear.Merge.EARLY, List.of(10), List.of(2), List.of(0.2)));
  }

  /** New subjects are placed among the training subjects' principal coordinates. */
  @ParameterizedTest
  @MethodSource("baselines")
  void baselinesPredictTheSameOfFilesReadAgain(BaselineSpec baseline) {
    LoadedStudy loaded = LoadedStudy.read(study, Progress.SILENT);
    FittedCohort fitted =
        PreparedCohort.fit(loaded.cohort(), loaded.preprocessing(), ALL, "modalities");
    PreparedCohort data = fitted.apply(loaded.cohort());
    Target target = loaded.cohort().targets().get(0);
    int[] train = IntStream.of(ALL).filter(i -> i % 4 > 0).toArray();
    FittedBaseline made = baseline.fit(data, target, train, new Seed(3));
    Cohort again = LoadedStudy.read(study, Progress.SILENT).cohort();

    double[][] expected = ((Prediction.Classes) made.predict(data, ALL)).probabilities();
    double[][] found =
        ((Prediction.Classes) made.predict(fitted.apply(again), ALL)).probabilities();

    for (int i = 0; i < expected.length; i++) {
      assertThat(found[i]).containsExactly(expected[i], within(1e-4));
    }
  }

  @Test
  void strategyEarlyIsRefused() throws IOException {
    Path model =
        variant(
            "early.yaml", "split: {folds: 2}", "split: {folds: 2}", "model: {strategy: early}\n");
    Path candidate =
        variant(
            "candidate.yaml",
            "split: {folds: 2}",
            "split: {folds: 2}",
            "comparison: {candidates: [{strategy: early}]}\n");
    CommandRun first = CommandRun.of("check", model);
    CommandRun second = CommandRun.of("compare", candidate, "-o", folder.resolve("refused"));

    String rule =
        "strategy: expected tables, which strategy early merges as one; found snps of source"
            + " genotypes, codes of source sparse; strategy: intermediate, strategy: late.";
    assertThat(first.exit()).isEqualTo(2);
    assertThat(first.err()).contains("model." + rule);
    assertThat(second.exit()).isEqualTo(2);
    assertThat(second.err()).contains("comparison.candidates[0]." + rule);
  }
}
