package org.interfuse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Law 9: every cell of the cohort is a secret, and none of them stands in a log, a report or a
 * message. What may hold values is named here, and in docs/laws.md: predictions and {@code
 * out-of-fold.csv} say whom they are about; a model knows the levels of its categories. Files that
 * are called by ids are those of {@link CanaryFilesTest}.
 */
class CanaryTest {
  private static final Set<String> DATA = Set.of("out-of-fold.csv", "model.interfuse");
  private static final String STUDY =
      """
      interfuse: 1
      study: canary
      cohort:
        table: cohort.csv
        id: subject
        targets:
          class: {type: classification, column: class}
          level: {type: regression, column: level}
          death: {type: survival, time: days, event: {column: dead, is: 1}}
      modalities:
        left: {path: left.csv}
        genes: {source: matrix, path: genes.csv, subjects: columns}
      model: {width: 8}
      training: {epochs: 2, batch: 16}
      split: {folds: 2, group: site}
      comparison:
        candidates: [{baseline: prevalence}, {baseline: linear}, {fusion: gated}, {strategy: late}]
      """;

  @TempDir private Path folder;

  @Test
  void noRunTellsASecret() throws IOException {
    CanaryCohort cohort = new CanaryCohort();
    Path data = cohort.write(folder.resolve("data"));
    Path study = Files.writeString(data.resolve("study.yaml"), STUDY);
    Path run = folder.resolve("run");
    Path model = run.resolve("model.interfuse");
    Path csv = folder.resolve("predictions.csv");

    List<CommandRun> runs =
        List.of(
            succeeds("check", study),
            succeeds("check", study, "--json"),
            succeeds("compare", study, "-o", folder.resolve("compared"), "--metrics", "all"),
            succeeds("compare", study, "--json", "--show-values"),
            succeeds("train", study, "-o", run, "--show-values"),
            succeeds("train", study, "-o", folder.resolve("json"), "--json"),
            succeeds("evaluate", model, "--data", data),
            succeeds("evaluate", model, "--data", data, "--json"),
            succeeds("predict", model, "--data", data, "-o", csv),
            succeeds("explain", model, study, "--by", "class"),
            succeeds("explain", model, study, "--json"),
            succeeds("encode", model, study, "-o", folder.resolve("encoded")));

    for (CommandRun each : runs) {
      assertKept(cohort, each);
    }
    assertFilesKept(cohort, folder);
    assertThat(Files.readString(csv)).as("predictions say whom they are about").contains("zqid");
    assertThat(Files.readString(run.resolve("out-of-fold.csv"))).contains("zqid");
  }

  @Test
  void noDraftTellsASecret() throws IOException {
    CanaryCohort cohort = new CanaryCohort();
    cohort.nest();
    Path data = cohort.write(folder.resolve("data"));
    CommandRun run = CommandRun.of("init", data, "--target", "class");
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(data.resolve("study.yaml")).exists();
    assertKept(cohort, run);
    try (Stream<Path> files = Files.list(data)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".yaml")).toList()) {
        assertKept(cohort, file.toString(), Files.readString(file));
      }
    }
  }

  static Stream<Arguments> faults() {
    return Stream.of(
        fault(
            "a text among numbers",
            "value: zqwordx",
            rows("left.csv", r -> r.get(3).set(1, "zqwordx"))),
        fault(
            "texts that should be numbers",
            "value: zqrare1x",
            "left.csv}",
            "left.csv, numeric: [number, rare]}"),
        fault(
            "an infinite number",
            "value: 1e99999",
            rows("left.csv", r -> r.get(3).set(1, "1e99999"))),
        fault(
            "a repeated id",
            "value: zqid0004x in rows 5, 30",
            rows("left.csv", r -> r.add(r.get(4)))),
        fault(
            "a repeated id of the cohort",
            "value: zqid0003x in rows 5, 38",
            rows("cohort.csv", r -> r.add(r.get(4)))),
        fault(
            "a repeated id in a header",
            "value: zqid0003x",
            rows("genes.csv", r -> r.get(0).set(3, r.get(0).get(4)))),
        fault(
            "an unknown id",
            "value: zqstrangerx",
            rows("left.csv", r -> r.get(2).set(0, "zqstrangerx"))),
        fault(
            "an unknown id, strictly",
            "value: zqstrangerx",
            rows("left.csv", r -> r.get(2).set(0, "zqstrangerx")),
            "study: canary",
            "study: canary\nstrict: true"),
        fault(
            "no id in common",
            "value: the modality has yzqid0001x",
            rows("left.csv", r -> r.subList(1, r.size()).forEach(c -> c.set(0, "y" + c.get(0))))),
        fault(
            "a blank id", "every row must have an id", rows("left.csv", r -> r.get(2).set(0, ""))),
        fault(
            "a number that is none in a header's matrix",
            "value: zqgenex",
            rows("genes.csv", r -> r.get(1).set(3, "zqgenex"))),
        fault(
            "a target that is no number",
            "value: zqlevelx",
            rows("cohort.csv", r -> r.get(5).set(2, "zqlevelx"))),
        fault(
            "a negative time",
            "value: -77.7351",
            rows("cohort.csv", r -> r.get(5).set(3, "-77.7351"))),
        fault(
            "a class nobody named",
            "value: well",
            "column: class",
            "column: class, classes: [ill, dead]"),
        fault(
            "a ragged row",
            "every row must have 6 cells",
            rows("left.csv", r -> r.get(7).add("zqextrax"))),
        fault(
            "an open quote",
            "a quoted cell must end",
            rows("left.csv", r -> r.get(7).set(5, "\"zqquotex"))),
        fault("a column nobody has", "no 'subjct'", "id: subject", "id: subjct"),
        fault(
            "a date before which",
            "value: zqid0000x",
            "folds: 2, group: site",
            "column: level, before: 2015-01-01"),
        fault(
            "dates of which one is none",
            "value: zqid0005x",
            rows("cohort.csv", r -> r.get(6).set(6, "zqdatex")),
            "folds: 2, group: site",
            "column: seen, before: 1940-01-01"),
        fault(
            "too few groups",
            "9 groups for 30 folds",
            "folds: 2, group: site",
            "folds: 30, group: site"),
        fault(
            "a class with one subject",
            "one with 17 subjects",
            rows("cohort.csv", r -> r.get(1).set(1, "well")),
            "folds: 2, group: site",
            "folds: 20"),
        fault(
            "a query that cannot convert",
            "value: Conversion Error",
            "path: left.csv",
            "source: sql, query: 'SELECT subject, CAST(text AS DOUBLE) AS x FROM \"left.csv\"'"),
        nested("a JSON file whose fields are ids", "json", "nested.json", "STRUCT"),
        nested("a Parquet file whose fields are ids", "parquet", "nested.parquet", "STRUCT"),
        nested(
            "lists of structures whose fields are ids",
            "parquet",
            "nested.parquet, exclude: [visits]",
            "LIST of STRUCT"),
        fault(
            "a query of a structure whose fields are ids",
            "Candidate Entries: ",
            CanaryCohort::nest,
            "path: left.csv",
            "source: sql, query: 'SELECT subject, visits.nobody AS y FROM \"nested.parquet\"'"),
        fault(
            "a function of a structure whose fields are ids",
            "value: Binder Error",
            CanaryCohort::nest,
            "path: left.csv",
            "source: sql, query: 'SELECT subject, sqrt(visits) AS y FROM \"nested.parquet\"'"),
        fault(
            "a constant outcome",
            "at least two classes",
            rows("cohort.csv", r -> r.subList(1, r.size()).forEach(c -> c.set(1, "ill")))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("faults")
  void noMistakeTellsASecret(
      String name, String says, Consumer<CanaryCohort> change, String old, String now)
      throws IOException {
    CanaryCohort cohort = new CanaryCohort();
    change.accept(cohort);
    Path data = cohort.write(folder.resolve("data"));
    assertThat(STUDY).contains(old);
    Path study = Files.writeString(data.resolve("study.yaml"), STUDY.replace(old, now));
    for (Object[] words :
        List.of(
            new Object[] {"check", study},
            new Object[] {"check", study, "--json"},
            new Object[] {"train", study, "-o", folder.resolve("run"), "--quiet"})) {
      assertKept(cohort, CommandRun.of(words));
    }
    CommandRun shown =
        CommandRun.of("train", study, "-o", folder.resolve("run"), "--quiet", "--show-values");
    assertThat(shown.err()).as("the fault is the one meant").contains(says);
    assertFilesKept(cohort, folder);
  }

  @Test
  void noModelTellsASecretOfNewData() throws IOException {
    CanaryCohort cohort = new CanaryCohort();
    Path data = cohort.write(folder.resolve("data"));
    Path study = Files.writeString(data.resolve("study.yaml"), STUDY);
    Path model = folder.resolve("run/model.interfuse");
    succeeds("train", study, "-o", folder.resolve("run"), "--quiet");
    CanaryCohort other = new CanaryCohort();
    other.rows("left.csv").get(3).set(1, "zqwordx");
    other.rows("left.csv").get(4).set(2, "zqnewkindx");
    other.rows("left.csv").add(other.rows("left.csv").get(5));
    other.rows("cohort.csv").get(4).set(1, "zqclassx");
    Path broken = other.write(folder.resolve("broken"));

    for (String verb : List.of("predict", "evaluate")) {
      CommandRun run = CommandRun.of(verb, model, "--data", broken, "--quiet");
      assertThat(run.exit()).as(verb).isEqualTo(2);
      assertKept(other, run);
    }
    assertThat(CommandRun.of("predict", model, "--data", broken, "--show-values").err())
        .contains("value: ");
  }

  static CommandRun succeeds(Object... words) {
    CommandRun run = CommandRun.of(words);
    assertThat(run.exit()).as(Arrays.toString(words) + "\n" + run.err()).isZero();
    return run;
  }

  static void assertKept(CanaryCohort cohort, CommandRun run) {
    assertKept(cohort, "standard output", run.out());
    assertKept(cohort, "standard error", run.err());
    assertThat(run.err()).doesNotContain("\tat ");
  }

  /** Every file below the folder that is not data by purpose. */
  static void assertFilesKept(CanaryCohort cohort, Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        boolean data =
            file.toString().contains("/data/")
                || file.toString().contains("/encoded/")
                || file.endsWith("predictions.csv")
                || DATA.contains(String.valueOf(file.getFileName()));
        if (!data) {
          String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
          assertKept(cohort, folder.relativize(file).toString(), text);
        }
      }
    }
  }

  private static void assertKept(CanaryCohort cohort, String where, String text) {
    List<String> told = new ArrayList<>();
    for (String secret : cohort.secrets()) {
      if (text.contains(secret)) {
        told.add(secret);
      }
    }
    assertThat(told).as("secrets in %s:%n%s", where, text).isEmpty();
    assertThat(text).as(where).doesNotContain("zq");
  }

  private static Arguments nested(String name, String source, String path, String type) {
    String structure = type.startsWith("LIST") ? "STRUCT(zqid0000x BIGINT" : "STRUCT(zqid0000x";
    return fault(
        name,
        "value: " + structure,
        CanaryCohort::nest,
        "path: left.csv",
        "source: %s, path: %s".formatted(source, path));
  }

  private static Arguments fault(String name, String says, String old, String now) {
    return fault(name, says, cohort -> {}, old, now);
  }

  private static Arguments fault(String name, String says, Consumer<CanaryCohort> change) {
    return fault(name, says, change, "", "");
  }

  private static Arguments fault(
      String name, String says, Consumer<CanaryCohort> change, String old, String now) {
    return Arguments.of(name, says, change, old, now);
  }

  private static Consumer<CanaryCohort> rows(String file, Consumer<List<List<String>>> change) {
    return cohort -> change.accept(cohort.rows(file));
  }
}
