package org.interfuse.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.interfuse.comparison.MetricResult;
import org.interfuse.finding.Findings;
import org.interfuse.finding.FindingsException;
import org.interfuse.model.SmallCohort;
import org.interfuse.model.SmallCohort.Kind;
import org.interfuse.model.Strategy;
import org.interfuse.progress.Progress;
import org.interfuse.target.Prediction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A kept model on files that differ from those it was trained on. */
final class PredictRunTest {
  private static final int SUBJECTS = 63;

  @TempDir private Path folder;
  private StudyFolder files;
  private Path newFolder;

  @BeforeEach
  void writeTables() throws IOException {
    files = new StudyFolder(folder.resolve("trained"), SUBJECTS, 71).write();
    newFolder = folder.resolve("new");
  }

  private TrainedModel model(Strategy strategy, Kind kind) throws IOException {
    Path file = folder.resolve("model.interfuse");
    try (TrainedModel model = StudyFolder.train(files.study(strategy, kind))) {
      ModelFile.write(file, model);
    }
    return ModelFile.read(file);
  }

  private NewData at(Path where, String... without) {
    return new NewData(where, Map.of(), null, Set.of(without));
  }

  private static PredictRun predict(TrainedModel model, NewData data) {
    return PredictRun.run(model, data, new Findings(), Progress.SILENT);
  }

  private static Map<String, double[]> byId(PredictRun run) {
    double[][] rows = SmallCohort.rows(run.predicted().predictions().get(0));
    Map<String, double[]> byId = new HashMap<>();
    for (int i = 0; i < rows.length; i++) {
      byId.put(run.cohort().ids().get(i), rows[i]);
    }
    return byId;
  }

  @ParameterizedTest
  @EnumSource(Strategy.class)
  void orderExtraColumnsAndOtherSubjectsDoNotMatter(Strategy strategy) throws IOException {
    try (TrainedModel model = model(strategy, Kind.COX)) {
      Map<String, double[]> expected = byId(predict(model, at(files.folder())));
      StudyFolder other = files.reversed(newFolder, id -> id.hashCode() % 3 != 0);
      other.edit("b.csv", line -> line.replaceFirst(",", line.startsWith("id") ? ",zz," : ",77,"));
      Map<String, double[]> found = byId(predict(model, at(newFolder)));
      assertThat(found).hasSizeBetween(30, 55);
      found.forEach(
          (id, row) -> {
            double[] figures = java.util.Objects.requireNonNull(expected.get(id));
            for (int k = 0; k < row.length; k++) {
              assertThat(row[k])
                  .as("%s, figure %d", id, k)
                  .isCloseTo(of(expected, id)[k], within(1e-6 * (1 + Math.abs(row[k]))));
            }
          });
    }
  }

  @Test
  void fewerClassesAndUnseenLevelsKeepTheModelsOrder() throws IOException {
    try (TrainedModel model = model(Strategy.INTERMEDIATE, Kind.CLASSIFICATION)) {
      Map<String, double[]> expected = byId(predict(model, at(files.folder())));
      StudyFolder other = files.reversed(newFolder, id -> true);
      other.edit("cohort.csv", line -> line.replace("low", "high").replace("middle", "high"));
      Map<String, double[]> found = byId(predict(model, at(newFolder)));
      found.forEach((id, row) -> assertThat(row).containsExactly(of(expected, id), within(1e-6)));
      EvaluateRun judged = EvaluateRun.run(model, at(newFolder), new Findings(), Progress.SILENT);
      assertThat(judged.subjects()).isEqualTo(SUBJECTS);
      int high = model.targets().get(0).classes().indexOf("high");
      assertThat(high).as("classes ascending").isZero();
      long right = found.values().stream().filter(r -> r[high] >= r[1] && r[high] >= r[2]).count();
      assertThat(metric(judged, "accuracy")).isCloseTo(right / 63.0, within(1e-12));

      other.edit("a.csv", line -> line.replaceAll("[xyz]$", "never seen"));
      found = byId(predict(model, at(newFolder)));
      for (double[] row : found.values()) {
        assertThat(row[0] + row[1] + row[2]).isCloseTo(1, within(1e-9));
      }
      assertThat(found.get("s0")).isNotEqualTo(expected.get("s0"));
    }
  }

  @Test
  void missingColumnsAreNamed() throws IOException {
    try (TrainedModel model = model(Strategy.LATE, Kind.REGRESSION)) {
      StudyFolder other = files.reversed(newFolder, id -> true);
      other.edit("b.csv", line -> line.replace("b1", "x1").replace("b2", "x2"));
      assertThatThrownBy(() -> predict(model, at(newFolder)))
          .isInstanceOf(FindingsException.class)
          .hasMessageContaining("the file must have the 3 columns that the model was fitted on")
          .hasMessageContaining("2 absent: b1, b2");
    }
  }

  @Test
  void withoutAModalityIsTheSameAsLackingIt() throws IOException {
    try (TrainedModel model = model(Strategy.INTERMEDIATE, Kind.REGRESSION)) {
      StudyFolder other = files.reversed(newFolder, id -> true);
      // subject 0 has a alone, subject 2 a and b
      other.edit("b.csv", line -> line.startsWith("s2,") ? "s999,1,2,3" : line);
      Map<String, double[]> lacking = byId(predict(model, at(newFolder)));
      Files.delete(newFolder.resolve("b.csv"));
      PredictRun without = predict(model, at(newFolder, "b"));
      Map<String, double[]> found = byId(without);
      assertThat(of(found, "s2")).containsExactly(of(lacking, "s2"), within(1e-4));
      int onlyB = without.cohort().ids().indexOf("s1");
      assertThat(without.predicted().byPrior()[onlyB]).isTrue();
      assertThat(without.cohort().modalities()).extracting(m -> m.name()).contains("b");
      assertThatThrownBy(() -> predict(model, at(newFolder, "bb")))
          .isInstanceOf(FindingsException.class)
          .hasMessageContaining("modality 'bb': it must be one of the model's; did you mean b?");
    }
  }

  /** A table named by hand must be there; only the study's own may be left out. */
  @Test
  void aTableThatIsNotThereIsAnError() throws IOException {
    try (TrainedModel model = model(Strategy.EARLY, Kind.REGRESSION)) {
      files.reversed(newFolder, id -> true);
      Files.delete(newFolder.resolve("cohort.csv"));
      assertThat(predict(model, at(newFolder)).cohort().size()).isEqualTo(SUBJECTS);
      NewData typo = new NewData(newFolder, Map.of(), "cohrt.csv", Set.of());
      assertThatThrownBy(() -> predict(model, typo))
          .isInstanceOf(FindingsException.class)
          .hasMessageContaining("cohrt.csv");
    }
  }

  @Test
  void evaluateIsTheMetricOfWhatPredictSays() throws IOException {
    try (TrainedModel model = model(Strategy.LATE, Kind.COX)) {
      StudyFolder other = files.reversed(newFolder, id -> id.hashCode() % 2 == 0);
      EvaluateRun judged = EvaluateRun.run(model, at(newFolder), new Findings(), Progress.SILENT);
      Map<String, double[]> predicted = byId(predict(model, at(newFolder)));
      List<String> lines = Files.readAllLines(other.folder().resolve("cohort.csv"));
      double[] times = new double[lines.size() - 1];
      boolean[] events = new boolean[times.length];
      double[] risks = new double[times.length];
      for (int i = 0; i < times.length; i++) {
        String[] cells = lines.get(i + 1).split(",");
        times[i] = Double.parseDouble(cells[6]);
        events[i] = cells[7].equals("1");
        risks[i] = java.util.Objects.requireNonNull(predicted.get(cells[0]))[0];
      }
      assertThat(metric(judged, "harrell-c"))
          .isCloseTo(Pairs.concordance(times, events, risks), within(1e-12));
    }
  }

  @Test
  void csvAndJsonLinesSayTheSame() throws IOException {
    try (TrainedModel model = model(Strategy.EARLY, Kind.CLASSIFICATION)) {
      PredictRun run = predict(model, at(files.folder()));
      ByteArrayOutputStream csv = new ByteArrayOutputStream();
      new PredictionWriter(run, new double[0]).csv(csv);
      String[] lines = csv.toString(StandardCharsets.UTF_8).split("\r?\n");
      assertThat(lines).hasSize(SUBJECTS + 1);
      assertThat(lines[0])
          .isEqualTo(
              "subject,predicted,probability high,probability low,probability middle,"
                  + "has a,has b,has c,by prior");
      double[][] rows = ((Prediction.Classes) run.predicted().predictions().get(0)).probabilities();
      for (int i = 0; i < rows.length; i++) {
        String[] cells = lines[i + 1].split(",");
        for (int k = 0; k < 3; k++) {
          assertThat(Double.parseDouble(cells[2 + k])).isEqualTo(rows[i][k]);
        }
      }
      ByteArrayOutputStream json = new ByteArrayOutputStream();
      new PredictionWriter(run, new double[0]).jsonLines(json);
      assertThat(json.toString(StandardCharsets.UTF_8).lines())
          .hasSize(SUBJECTS)
          .allMatch(line -> line.contains("\"probabilities\":{\"high\":"));
    }
  }

  private static double[] of(Map<String, double[]> rows, String id) {
    return java.util.Objects.requireNonNull(rows.get(id), id);
  }

  private static double metric(EvaluateRun run, String name) {
    @Nullable MetricResult found =
        run.metrics().stream().filter(m -> m.metric().equals(name)).findFirst().orElse(null);
    return java.util.Objects.requireNonNull(found, name).estimate().value();
  }
}
