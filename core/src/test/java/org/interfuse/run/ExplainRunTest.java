package org.interfuse.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.interfuse.finding.Findings;
import org.interfuse.finding.FindingsException;
import org.interfuse.model.FusionModel;
import org.interfuse.model.SmallCohort;
import org.interfuse.model.SmallCohort.Kind;
import org.interfuse.model.Strategy;
import org.interfuse.progress.Progress;
import org.interfuse.study.Study;
import org.interfuse.tensor.Pass;
import org.interfuse.tensor.Tensors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The verbs {@code explain} and {@code encode} on a kept model and its files. */
final class ExplainRunTest {
  private static final int SUBJECTS = 63;

  @TempDir private Path folder;
  private StudyFolder files;

  @BeforeEach
  void writeTables() throws IOException {
    files = new StudyFolder(folder.resolve("data"), SUBJECTS, 71).write();
  }

  private TrainedModel model(Strategy strategy, Kind kind) throws IOException {
    return kept(files.study(strategy, kind));
  }

  private TrainedModel kept(LoadedStudy study) throws IOException {
    Path file = folder.resolve("model.interfuse");
    try (TrainedModel model = StudyFolder.train(study)) {
      ModelFile.write(file, model);
    }
    return ModelFile.read(file);
  }

  private NewData data() {
    return new NewData(files.folder(), Map.of(), null, Set.of());
  }

  private ExplainRun explain(TrainedModel model, @Nullable String by) {
    return ExplainRun.run(model, data(), by, null, new Findings(), Progress.SILENT);
  }

  private EncodeRun encode(TrainedModel model) {
    return EncodeRun.run(model, data(), new Findings(), Progress.SILENT);
  }

  private PredictRun predict(TrainedModel model) {
    return PredictRun.run(model, data(), new Findings(), Progress.SILENT);
  }

  /** The head of the kept model, fed with the numbers of the file, says what predict says. */
  @ParameterizedTest
  @EnumSource(
      value = Strategy.class,
      names = {"EARLY", "INTERMEDIATE", "UNIMODAL"})
  void theHeadAppliedToTheFusedFilePredictsTheSame(Strategy strategy) throws IOException {
    try (TrainedModel model = model(strategy, Kind.CLASSIFICATION)) {
      double[][] expected = SmallCohort.rows(predict(model).predicted().predictions().get(0));
      Path csv = folder.resolve("csv");
      Path npy = folder.resolve("npy");
      encode(model).write(csv, false);
      encode(model).write(npy, true);
      List<String[]> cells =
          Files.readAllLines(csv.resolve("fused.csv")).stream().map(l -> l.split(",", -1)).toList();
      assertThat(String.join(",", cells.get(0))).startsWith("subject,has a,has b,has c,1,2,");
      float[][] fromCsv = new float[SUBJECTS][];
      for (int i = 0; i < SUBJECTS; i++) {
        String[] row = cells.get(i + 1);
        if (!row[4].isEmpty()) {
          fromCsv[i] = new float[row.length - 4];
          for (int j = 0; j < fromCsv[i].length; j++) {
            fromCsv[i][j] = Float.parseFloat(row[j + 4]);
          }
        }
      }
      float[][] fromNpy = npy(npy.resolve("fused.npy"));
      FusionModel network = model.network().parts().get(0).model();
      for (float[][] fused : List.of(fromCsv, fromNpy)) {
        int[] known =
            Arrays.stream(SmallCohort.range(0, SUBJECTS))
                .filter(i -> fused[i] != null && !Float.isNaN(fused[i][0]))
                .toArray();
        assertThat(known).hasSize(strategy == Strategy.UNIMODAL ? 36 : SUBJECTS);
        double[][] found =
            SmallCohort.rows(network.heads().get(0).predict(head(network, fused, known)));
        for (int i = 0; i < known.length; i++) {
          assertThat(found[i]).as("to the bit").containsExactly(expected[known[i]]);
        }
      }
    }
  }

  private static double[][] head(FusionModel network, float[][] fused, int[] known) {
    int width = fused[known[0]].length;
    float[] values = new float[known.length * width];
    for (int i = 0; i < known.length; i++) {
      System.arraycopy(fused[known[i]], 0, values, i * width, width);
    }
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      var rows = Tensors.ofFloats(values, known.length, width);
      return Tensors.toRows(network.predict(rows, Pass.inference()).get(0));
    }
  }

  /** By hand: numpy's format is eight bytes, a length, a dictionary, the numbers. */
  private static float[][] npy(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    int length = Short.toUnsignedInt(bytes.getShort(8));
    assertThat((10 + length) % 64).isZero();
    String header = new String(bytes.array(), 10, length, StandardCharsets.US_ASCII);
    assertThat(header).startsWith("{'descr': '<f4', 'fortran_order': False, 'shape': (63, ");
    assertThat(header).endsWith("\n");
    int width = Integer.parseInt(header.replaceAll("(?s).*\\(63, (\\d+)\\).*", "$1"));
    float[][] rows = new float[SUBJECTS][width];
    bytes.position(10 + length);
    for (float[] row : rows) {
      for (int j = 0; j < width; j++) {
        row[j] = bytes.getFloat();
      }
    }
    assertThat(bytes.hasRemaining()).isFalse();
    return rows;
  }

  @Test
  void whatIsAbsentIsEmptyOrNotANumber() throws IOException {
    try (TrainedModel model = model(Strategy.LATE, Kind.COX)) {
      EncodeRun run = encode(model);
      assertThat(run.fuses()).isFalse();
      assertThat(run.write(folder.resolve("npy"), true))
          .containsExactly(
              "subjects.csv",
              "representation-a.npy",
              "representation-b.npy",
              "representation-c.npy");
      run.write(folder.resolve("csv"), false);
      float[][] rows = npy(folder.resolve("npy").resolve("representation-b.npy"));
      List<String> lines =
          Files.readAllLines(folder.resolve("csv").resolve("representation-b.csv"));
      List<String> subjects = Files.readAllLines(folder.resolve("npy").resolve("subjects.csv"));
      assertThat(subjects).hasSize(SUBJECTS + 1).contains("subject,has a,has b,has c");
      for (int i = 0; i < SUBJECTS; i++) {
        boolean has = run.cohort().modality("b").has(i);
        assertThat(subjects.get(i + 1)).startsWith(run.cohort().ids().get(i) + ",");
        assertThat(Float.isNaN(rows[i][0])).isEqualTo(!has);
        assertThat(lines.get(i + 1).endsWith(",")).isEqualTo(!has);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Strategy.class)
  void filesHoldEverythingAndAddUp(Strategy strategy) throws IOException {
    try (TrainedModel model = model(strategy, Kind.REGRESSION)) {
      Path out = folder.resolve("out");
      new ExplainFiles(explain(model, null), out, false).write(3);
      List<String> lines = Files.readAllLines(out.resolve("contributions.csv"));
      double[][] expected = SmallCohort.rows(predict(model).predicted().predictions().get(0));
      assertThat(lines).hasSize(SUBJECTS + 1);
      for (int i = 0; i < SUBJECTS; i++) {
        String[] cells = lines.get(i + 1).split(",", -1);
        double sum = 0;
        for (int j = 3; j < cells.length - 1; j++) {
          sum += cells[j].isEmpty() ? 0 : Double.parseDouble(cells[j]);
        }
        assertThat(Double.parseDouble(cells[cells.length - 1])).isEqualTo(expected[i][0]);
        assertThat(sum).isCloseTo(expected[i][0], within(1e-4));
      }
      List<String> features = Files.readAllLines(out.resolve("features.csv"));
      String header = Files.readAllLines(out.resolve("attributions-value-value.csv")).get(0);
      assertThat(header.split(",")).hasSize(3 + features.size());
      assertThat(header).contains(strategy == Strategy.UNIMODAL ? "a.level" : "b.b1");
      assertThat(Files.readString(out.resolve("completeness.csv")))
          .startsWith("subject,target,output,at baseline,largest gap,complete,nodes");
      assertThat(Files.readString(out.resolve("explanation.json")))
          .doesNotContain("\"s1\"")
          .doesNotContain("\"s17\"");
      assertThat(Files.exists(out.resolve("weights.csv")))
          .isEqualTo(strategy == Strategy.INTERMEDIATE);
      assertThat(Files.exists(out.resolve("weights-value.csv")))
          .isEqualTo(strategy == Strategy.LATE);
    }
  }

  @Test
  void severalTargetsAreExplainedOneByOne() throws IOException {
    LoadedStudy study =
        files.study(
            """
            targets: {sign: {type: classification, column: sign}, life: {type: survival, \
            time: time, event: {column: event, is: 1}}}""",
            "{width: 8}",
            "");
    try (TrainedModel model = kept(study)) {
      ExplainRun run = explain(model, "class");
      var json = run.json(2, "s6");
      assertThat(json.at("/targets/0/outputs")).hasSize(1);
      assertThat(json.at("/targets/0/unit").asString()).isEqualTo("probability");
      assertThat(json.at("/targets/1/unit").asString()).isEqualTo("log-risk");
      assertThat(json.at("/targets/1/outputs/0/columns")).hasSize(2);
      assertThat(json.at("/targets/0/attributions/incomplete").asInt()).isZero();
      assertThat(json.at("/targets/0/outputs/0/groups")).hasSize(3);
      assertThat(json.at("/subject/present").toString()).isEqualTo("[\"a\",\"b\",\"c\"]");
      assertThat(json.at("/subject/targets/1/outputs/0/contributions")).hasSize(3);
      Path out = folder.resolve("out");
      new ExplainFiles(run, out, true).write(2);
      assertThat(npy(out.resolve("attributions-life-risk.npy"))).hasDimensions(SUBJECTS, 8);
    }
  }

  @Test
  void anUnknownSubjectOrColumnIsNamed() throws IOException {
    try (TrainedModel model = model(Strategy.EARLY, Kind.REGRESSION)) {
      ExplainRun run = explain(model, null);
      assertThatThrownBy(() -> run.json(3, "s999"))
          .isInstanceOf(FindingsException.class)
          .hasMessageContaining("--subject: expected the id of a subject")
          .hasMessageNotContaining("s999");
      assertThatThrownBy(() -> explain(model, "clas"))
          .isInstanceOf(FindingsException.class)
          .hasMessageContaining("clas");
    }
  }

  @Test
  void aStudyNamesTheData() throws IOException {
    try (TrainedModel model = model(Strategy.INTERMEDIATE, Kind.REGRESSION)) {
      StudyFolder other = files.reversed(folder.resolve("other"), id -> !id.endsWith("7"));
      Files.move(other.folder().resolve("b.csv"), other.folder().resolve("bb.csv"));
      Path study = other.folder().resolve("mine.yaml");
      Files.writeString(
          study, Files.readString(files.folder().resolve("study.yaml")).replace("b.csv", "bb.csv"));
      NewData byHand = new NewData(Path.of("nowhere"), Map.of(), null, Set.of("c"));
      NewData named = NewData.ofStudy(Study.read(study), byHand);
      EncodeRun run = EncodeRun.run(model, named, new Findings(), Progress.SILENT);
      assertThat(run.cohort().size()).isLessThan(SUBJECTS);
      assertThat(run.cohort().modality("b").present()).isPositive();
      assertThat(run.cohort().modality("c").present()).isZero();
      List<String> ids = new ArrayList<>(run.cohort().ids());
      assertThat(ids).doesNotContain("s7", "s17");
    }
  }
}
