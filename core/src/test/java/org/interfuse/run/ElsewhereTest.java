package org.interfuse.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.interfuse.comparison.CandidateResult;
import org.interfuse.comparison.MetricResult;
import org.interfuse.finding.Finding;
import org.interfuse.finding.FindingsException;
import org.interfuse.model.SmallCohort.Kind;
import org.interfuse.progress.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Predictions made elsewhere stand in the table like any other candidate. */
final class ElsewhereTest {
  private static final int SUBJECTS = 63;
  private static final long SEED = 91;
  private static final String IMPORTED =
      """
      comparison:
        primary: linear
        candidates: [{baseline: linear}, {name: elsewhere, predictions: other.csv}]
      """;

  @TempDir private Path folder;

  private LoadedStudy study(String targets, String comparison) throws IOException {
    return new StudyFolder(folder, SUBJECTS, SEED).write().study(targets, "{}", comparison);
  }

  /** Our own linear baseline's predictions, as a file of another program would hold them. */
  private LoadedStudy exported(String targets) throws IOException {
    String alone = "comparison: {primary: linear, candidates: [{baseline: linear}]}";
    LoadedStudy loaded = study(targets, alone);
    try (RunFolder out = RunFolder.create(folder.resolve("first"))) {
      CompareRun.run(loaded, 1, 2, out, Progress.SILENT);
      Files.copy(out.file("out-of-fold.csv"), folder.resolve("other.csv"));
    }
    return study(targets, IMPORTED);
  }

  private CompareRun compare(LoadedStudy loaded) {
    return CompareRun.run(loaded, 1, 2, null, Progress.SILENT);
  }

  @ParameterizedTest(name = "{0}, seed " + SEED)
  @EnumSource(
      value = Kind.class,
      names = {"CLASSIFICATION", "MULTILABEL", "REGRESSION"})
  void ourOwnPredictionsComeBackWithTheSameFigures(Kind kind) throws IOException {
    CompareRun run = compare(exported("target: " + StudyFolder.target(kind)));
    List<CandidateResult> candidates = run.result().candidates();
    assertThat(candidates.get(1).failures()).isEmpty();
    assertSame(candidates.get(0).metrics(), candidates.get(1).metrics());
    assertThat(run.json().at("/candidates/1/predictions").asString()).isEqualTo("other.csv");
  }

  private static void assertSame(List<MetricResult> ours, List<MetricResult> imported) {
    assertThat(imported).hasSameSizeAs(ours).isNotEmpty();
    for (int m = 0; m < ours.size(); m++) {
      assertThat(imported.get(m).metric()).isEqualTo(ours.get(m).metric());
      assertThat(imported.get(m).perFold()).isEqualTo(ours.get(m).perFold());
      assertThat(imported.get(m).estimate()).isEqualTo(ours.get(m).estimate());
    }
  }

  @Test
  void risksAloneHaveNoFiguresOfCurves() throws IOException {
    CompareRun run = compare(exported("target: " + StudyFolder.target(Kind.COX)));
    CandidateResult ours = run.result().candidates().get(0);
    CandidateResult imported = run.result().candidates().get(1);
    for (String metric : List.of("harrell-c", "uno-c")) {
      assertSame(
          List.of(ours.metric("target", metric).orElseThrow()),
          List.of(imported.metric("target", metric).orElseThrow()));
    }
    assertThat(ours.metric("target", "integrated-brier").orElseThrow().perFold())
        .doesNotContain(Double.NaN);
    assertThat(imported.metric("target", "integrated-brier").orElseThrow().perFold())
        .containsOnly(Double.NaN);
  }

  @Test
  void severalTargetsHaveTheirNamesBeforeTheColumns() throws IOException {
    String targets =
        "targets: {sign: {type: classification, column: sign}, value: {type: regression, column:"
            + " value}}";
    CompareRun run = compare(exported(targets));
    List<CandidateResult> candidates = run.result().candidates();
    assertSame(candidates.get(0).metrics(), candidates.get(1).metrics());
  }

  @Test
  void ofTwoClassesTheSecondSuffices() throws IOException {
    exported("target: {type: classification, column: sign}");
    List<String> lines = Files.readAllLines(folder.resolve("other.csv"));
    List<String> header = List.of(lines.get(0).split(","));
    int plus = header.indexOf("probability plus");
    int fold = header.indexOf("fold");
    int subject = header.indexOf("subject");
    Files.write(
        folder.resolve("other.csv"),
        lines.stream()
            .map(line -> line.split(",", -1))
            .map(cells -> String.join("\t", cells[plus], cells[subject], cells[fold]))
            .toList());
    LoadedStudy loaded = study("target: {type: classification, column: sign}", IMPORTED);
    List<CandidateResult> candidates = compare(loaded).result().candidates();
    assertThat(candidates.get(1).metric("sign", "auroc").orElseThrow().perFold())
        .isEqualTo(candidates.get(0).metric("sign", "auroc").orElseThrow().perFold());
  }

  @Test
  void everyMistakeIsFoundAtOnceAndNoValueIsShown() throws IOException {
    LoadedStudy loaded = exported("target: {type: classification, column: sign}");
    edit(
        lines -> {
          List<String> edited = new ArrayList<>(lines);
          edited.set(2, cell(lines, 2, "fold", "fold 9"));
          edited.set(3, cell(lines, 3, "subject", "stranger"));
          edited.set(4, cell(lines, 4, "probability plus", "1.5"));
          edited.set(5, cell(lines, 5, "probability plus", ""));
          edited.set(6, cell(lines, 6, "probability minus", "many"));
          edited.set(7, cell(lines, 7, "probability plus", "0.123456"));
          edited.set(8, cell(lines, 8, "repeat", "2"));
          edited.set(9, cell(lines, 9, "fold", "fold 2"));
          edited.add(lines.get(10));
          return edited;
        });
    FindingsException rejected =
        catchThrowableOfType(FindingsException.class, () -> CheckRun.run(loaded, Progress.SILENT));
    assertThat(rejected.findings().stream().map(Finding::message))
        .containsExactlyInAnyOrder(
            "other.csv, row 3, column fold: expected a fold of the study's split; found 1 rows of"
                + " others, in row 3; folds: fold 1; fold 2; fold 3.",
            "other.csv, row 4, column subject: expected subjects of the cohort; found 1 that it"
                + " does not have, in row 4.",
            "other.csv, row 5, column probability plus: expected a probability from 0 to 1; found 1"
                + " outside, in row 5.",
            "other.csv, row 6, column probability plus: expected a number in every row; found 1"
                + " cells that are empty or NaN, in row 6.",
            "other.csv, row 7, column probability minus: expected a number in every row; found 1"
                + " cells with other text, in row 7.",
            "other.csv, row 8: the probabilities of 'sign' must sum to 1, within 0.001; found 1"
                + " rows whose sum is another, in row 8.",
            "other.csv, row 9, column repeat: expected the repeat that the fold belongs to; found 1"
                + " rows of another, in row 9.",
            "other.csv, row 10, column subject: expected only subjects of the fold's test part;"
                + " found 1 rows of others, for whom the model may have been trained, in row 10.",
            "other.csv, row 65: a subject has one row in a fold; found 1 with several, the first in"
                + " rows 11, 65.",
            "other.csv: every subject of a fold's test part must have a row; found 3 without: 3 of"
                + " 21 in fold 1.");
    assertThat(rejected.getMessage()).doesNotContain("stranger", "1.5", "many", "0.123456");
    assertThatThrownBy(() -> compare(loaded)).hasMessage(rejected.getMessage());
  }

  @Test
  void wrongColumnsAreNamed() throws IOException {
    LoadedStudy loaded = exported("target: {type: classification, column: sign}");
    edit(
        lines -> {
          List<String> edited = new ArrayList<>(lines);
          edited.set(
              0, lines.get(0).replace("probability plus", "probability Plus").replace("fold", "f"));
          edited.set(1, cell(lines, 1, "candidate", "another"));
          return edited;
        });
    assertThatThrownBy(() -> compare(loaded))
        .hasMessageContaining("other.csv: expected a column 'fold'; found none")
        .hasMessageContaining(
            "other.csv, column probability Plus: expected a class of the target; found none of that"
                + " name; columns: probability minus, probability plus.")
        .hasMessageContaining(
            "other.csv: expected a column 'probability plus'; found none; did you mean 'probability"
                + " Plus'?")
        .hasMessageContaining(
            "other.csv, column candidate: a file must hold the predictions of one candidate; found"
                + " 2 of them; write one file for each.");
  }

  @Test
  void aFileThatIsNotThereStopsBeforeAnyFit() throws IOException {
    LoadedStudy loaded = study("target: {type: classification, column: sign}", IMPORTED);
    Path out = folder.resolve("out");
    try (RunFolder run = RunFolder.create(out)) {
      assertThatThrownBy(() -> CompareRun.run(loaded, 1, 1, run, Progress.SILENT))
          .isInstanceOf(FindingsException.class)
          .hasMessage(
              "comparison.candidates: elsewhere: the file must exist; found no file 'other.csv'.");
    }
    assertThat(out.resolve("provenance.json")).doesNotExist();
  }

  @Test
  void resumingNoticesOtherPredictions() throws IOException {
    LoadedStudy loaded = exported("target: {type: regression, column: value}");
    Path out = folder.resolve("out");
    try (RunFolder run = RunFolder.create(out)) {
      CompareRun.run(loaded, 1, 1, run, Progress.SILENT);
    }
    assertThat(Files.readString(out.resolve("provenance.json")))
        .contains("\"predictions_sha256\"", "\"elsewhere\"");
    edit(
        lines -> {
          List<String> edited = new ArrayList<>(lines);
          edited.set(1, cell(lines, 1, "predicted", "100"));
          return edited;
        });
    try (RunFolder run = RunFolder.create(out, true, Duration.ZERO)) {
      assertThatThrownBy(() -> CompareRun.run(loaded, 1, 1, run, Progress.SILENT))
          .isInstanceOf(FindingsException.class)
          .hasMessageContaining("data.predictions_sha256.elsewhere");
    }
  }

  private void edit(UnaryOperator<List<String>> change) {
    Path file = folder.resolve("other.csv");
    try {
      Files.write(file, change.apply(Files.readAllLines(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A line with one of its cells replaced. */
  private static String cell(List<String> lines, int line, String column, String value) {
    String[] header = lines.get(0).split(",", -1);
    String[] cells = lines.get(line).split(",", -1);
    int at = IntStream.range(0, header.length).filter(i -> header[i].equals(column)).sum();
    cells[at] = value;
    return String.join(",", cells);
  }

  @Test
  void exportsWhoIsInWhichPart() throws IOException {
    LoadedStudy loaded = study("target: {type: classification, column: sign}", IMPORTED);
    SplitExport export = SplitExport.write(loaded, folder.resolve("splits"));
    List<String> lines = Files.readAllLines(folder.resolve("splits").resolve("splits.csv"));
    assertThat(lines).hasSize(1 + 3 * SUBJECTS).element(0).isEqualTo("repeat,fold,subject,part");
    assertThat(export.predictions())
        .containsExactly("repeat", "fold", "subject", "probability minus", "probability plus");
    List<String> ids = loaded.cohort().ids();
    int[] test = loaded.split().folds().get(1).test();
    assertThat(lines.stream().filter(line -> line.startsWith("1,fold 2,") && line.endsWith("test")))
        .containsExactlyElementsOf(
            IntStream.of(test).mapToObj(s -> "1,fold 2,%s,test".formatted(ids.get(s))).toList());
    SplitExport.write(loaded, folder.resolve("splits"));
    assertThatThrownBy(() -> SplitExport.write(loaded, folder.resolve("cohort.csv")))
        .hasMessageContaining(
            "only splits that were exported before are replaced; found a file that begins"
                + " otherwise; choose another name.");
  }
}
