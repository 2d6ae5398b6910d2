package org.interfuse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.interfuse.audit.Audit;
import org.interfuse.audit.Audits;
import org.interfuse.cli.AuditedStudy.Kind;
import org.interfuse.progress.Progress;
import org.interfuse.run.LoadedStudy;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** The audits of {@code check}, on studies written to disk. */
class AuditCommandTest {
  private static final long SEED = 1;
  private static final String TRANSFERRED = "transferred-encoder";

  @TempDir Path folder;

  static List<PlantedFault> faults() {
    return PlantedFault.all();
  }

  @ParameterizedTest(name = "{0}, seed " + SEED)
  @MethodSource("faults")
  @DisplayName("a fault is found, its clean twin is silent")
  void faultsAreFoundAndTwinsAreSilent(PlantedFault fault) throws IOException {
    CommandRun planted = check(fault, true);

    assertThat(planted.exit()).as(planted.err()).isEqualTo(1);
    assertThat(found(planted)).anySatisfy(finding -> assertIs(fault, finding));
    assertThat(planted.err()).containsPattern("error: --strict: the audit found .*(leak|warning)");

    CommandRun twin = check(fault, false);

    assertThat(twin.exit()).as(twin.err()).isZero();
    assertThat(found(twin)).isEmpty();
  }

  private CommandRun check(PlantedFault fault, boolean planted) throws IOException {
    AuditedStudy study = new AuditedStudy(SEED, fault.kind());
    fault.plant().accept(study, planted);
    Path file = study.write(folder.resolve(String.valueOf(planted)));
    return CommandRun.of("check", file, "--json", "--strict", "--quiet");
  }

  private static void assertIs(PlantedFault fault, JsonNode finding) {
    assertThat(finding.path("audit").asString()).isEqualTo(fault.audit());
    assertThat(finding.path("severity").asString()).isEqualTo(fault.severity());
    assertThat(finding.path("where").asString()).isEqualTo(fault.where());
    assertThat(finding.path("found").asString()).isNotBlank();
    assertThat(finding.path("advice").asString()).isNotBlank();
    assertThat(figure(finding, fault.figure())).isBetween(fault.least(), fault.most());
  }

  private static double figure(JsonNode finding, String name) {
    return finding
        .path("evidence")
        .valueStream()
        .filter(figure -> figure.path("name").asString().equals(name))
        .mapToDouble(figure -> figure.path("value").asDouble())
        .findFirst()
        .orElse(Double.NaN);
  }

  /** Leaks and warnings. */
  private static List<JsonNode> found(CommandRun run) {
    return run.json()
        .at("/audit/findings")
        .valueStream()
        .filter(finding -> !finding.path("severity").asString().equals("note"))
        .toList();
  }

  @Test
  @DisplayName("an encoder that was trained on the same patients is a leak, on others none")
  void encodersOfTheSamePatientsAreFound() throws IOException {
    CommandRun same = withEncoderOf(new AuditedStudy(SEED, Kind.CLASSES), "same");

    assertThat(same.exit()).as(same.err()).isEqualTo(1);
    assertThat(found(same))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.path("audit").asString()).isEqualTo(TRANSFERRED);
              assertThat(finding.path("severity").asString()).isEqualTo("leak");
              assertThat(finding.path("where").asString()).isEqualTo("modalities.clinical.encoder");
              assertThat(figure(finding, "subjects it was trained on")).isEqualTo(240);
            });

    AuditedStudy others = new AuditedStudy(SEED + 1, Kind.NUMBER);
    others.ids[0] = "somebody else";
    CommandRun twin = withEncoderOf(others, "others");

    assertThat(twin.exit()).as(twin.err()).isZero();
    assertThat(found(twin)).isEmpty();
  }

  private CommandRun withEncoderOf(AuditedStudy trained, String name) throws IOException {
    trained.end = "training: {epochs: 1, ensemble: 1}";
    Path there = folder.resolve(name);
    CommandRun train =
        CommandRun.of("train", trained.write(there), "-o", there.resolve("run"), "--quiet");
    assertThat(train.exit()).as(train.err()).isZero();
    Path file = new AuditedStudy(SEED, Kind.CLASSES).write(folder.resolve(name + "-here"));
    String plain = "clinical: {path: clinical.csv";
    String from = ", encoder: {from: %s}".formatted(there.resolve("run/model.interfuse"));
    Files.writeString(file, Files.readString(file).replace(plain, plain + from));
    return CommandRun.of("check", file, "--json", "--strict", "--quiet");
  }

  @Test
  void everyAuditHasAFault() {
    Stream<String> planted = faults().stream().map(PlantedFault::audit).distinct();
    assertThat(Stream.concat(planted, Stream.of(TRANSFERRED)))
        .containsExactlyInAnyOrderElementsOf(Audits.all().stream().map(Audit::name).toList());
  }

  @Test
  @DisplayName("near-identical rows among 10,000 columns, seed " + SEED)
  void nearlyEqualRowsOfManyColumns() throws IOException {
    AuditedStudy study = new AuditedStudy(SEED, Kind.CLASSES);
    study.expression = new double[AuditedStudy.SUBJECTS][10_000];
    for (int i = 0; i < AuditedStudy.SUBJECTS; i++) {
      study.hasExpression[i] = i < 100;
      int copied = i == 60 ? 59 : i;
      for (int j = 0; i < 100 && j < 10_000; j++) {
        double noise = study.random.nextGaussian();
        study.expression[i][j] = copied == i ? noise : study.expression[59][j] + 0.05 * noise;
      }
    }
    Path file = study.write(folder);

    JsonNode json = CommandRun.of("check", file, "--json", "--quiet").json();

    assertThat(json.at("/audit/findings").valueStream())
        .anySatisfy(
            finding -> {
              assertThat(finding.path("found").asString())
                  .isEqualTo("nearly equal rows stand on both sides of a fold");
              assertThat(figure(finding, "pairs")).isEqualTo(1);
            });
  }

  @Test
  void aCleanStudyIsToldWhatRan() throws IOException {
    Path file = new AuditedStudy(SEED, Kind.CLASSES).write(folder);

    CommandRun run = CommandRun.of("check", file);

    assertThat(run.exit()).isZero();
    assertThat(run.out())
        .contains("# Audit\n\nno leak, no warning and 1 note\n\nNOTE  target disease  (power)\n")
        .contains("evidence: events in the smallest test part")
        .contains("smallest detectable difference in AUROC")
        .contains(
            "ran and found nothing: column-name, date, identifier, presence, repeated-subjects,"
                + " single-column,\nsite, target-copy, transferred-encoder\n");
  }

  @Test
  void theWorstStandsFirstWithEvidenceAndAdvice() throws IOException {
    AuditedStudy study = new AuditedStudy(SEED, Kind.CLASSES);
    study.clinical("copy", i -> study.ill[i] ? 7 : 3);
    study.clinical("VitalStatus", i -> study.random.nextInt(3));
    Path file = study.write(folder);

    CommandRun run = CommandRun.of("check", file);

    assertThat(run.exit()).isZero();
    assertThat(run.out())
        .contains(
            """
            1 leak, 1 warning and 1 note

            LEAK  modalities.clinical, column copy  (target-copy)
                restates target disease: each of its values belongs to one class alone
                evidence: subjects 240, distinct values 2
                what to do: leave the column out, unless it is known before the target is

            WARNING  modalities.clinical, column VitalStatus  (column-name)
                has the name of an outcome
                evidence: subjects 240
                what to do: make sure that it is known when a prediction is asked for, or leave it out

            NOTE  target disease  (power)
            """);
    assertThat(run.out().lines().takeWhile(line -> !line.startsWith("# The study")))
        .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(120));
  }

  @Test
  @DisplayName("strict: true in a study is about ids, --strict about the audit")
  void theTwoKindsOfStrictness() throws IOException {
    AuditedStudy study = new AuditedStudy(SEED, Kind.CLASSES);
    study.clinical("VitalStatus", i -> study.random.nextInt(3));
    study.end = "strict: true";
    Path file = study.write(folder);

    assertThat(CommandRun.of("check", file, "--quiet").exit()).isZero();
    CommandRun strict = CommandRun.of("check", file, "--quiet", "--strict", "--resolved-only");
    assertThat(strict.exit()).isEqualTo(1);
    assertThat(strict.out()).startsWith("interfuse: 1").doesNotContain("WARNING");
    assertThat(strict.err())
        .isEqualTo(
            """
            error: --strict: the audit found no leak and 1 warning
              WARNING column-name: modalities.clinical, column VitalStatus: has the name of an \
            outcome (subjects 240); make sure that it is known when a prediction is asked for, or \
            leave it out.
            """);
  }

  @Test
  @DisplayName("no value of a subject is told: levels, dates, ids (law 9)")
  void tellsNoValues() throws IOException {
    AuditedStudy study = new AuditedStudy(SEED, Kind.CLASSES);
    java.util.Arrays.setAll(study.ids, i -> "secret-id-" + i);
    study.ids[1] = "SECRET ID 0";
    int[] family = IntStream.range(0, AuditedStudy.SUBJECTS).map(i -> i / 2).toArray();
    study.split = "{column: part, group: family}";
    study.cohort.put("part", AuditedStudy.texts(i -> i % 3 == 0 ? "test" : "train"));
    study.cohort.put("family", AuditedStudy.texts(i -> "secret-family-" + family[i]));
    study.cohort.put("ward", AuditedStudy.texts(i -> study.ill[i] ? "secret-ward" : "other"));
    study.cohort.put("asked", AuditedStudy.texts(i -> "1987-06-05"));
    study.cohortKeys.addAll(List.of("sites: [ward]", "index_time: asked"));
    study.clinical.put("seen", AuditedStudy.texts(i -> "1987-06-0" + (4 + i % 4)));
    study.clinical.put("barcode", AuditedStudy.texts(i -> "secret-code-" + i));
    study.clinical.put("scanner", AuditedStudy.texts(i -> study.ill[i] ? "secret-s" : "secret-t"));
    study.clinical("copy", i -> study.ill[i] ? 98765432 : 12345678);
    for (int i = 0; i < AuditedStudy.SUBJECTS; i++) {
      study.hasExpression[i] = study.ill[i];
    }
    study.expression[1] = study.expression[0];
    Path file = study.write(folder);

    CommandRun text = CommandRun.of("check", file, "--strict");
    CommandRun json = CommandRun.of("check", file, "--json", "--stacktrace");

    assertThat(found(json).stream().map(finding -> finding.path("audit").asString()).distinct())
        .contains("date", "identifier", "presence", "repeated-subjects", "site", "target-copy");
    for (String told : List.of(text.out(), text.err(), json.out(), json.err())) {
      assertThat(told)
          .doesNotContainIgnoringCase("secret")
          .doesNotContain("1987")
          .doesNotContain("98765432");
    }
    assertThat(text.out()).contains("subjects: --show-values names some of them");
    assertThat(CommandRun.of("--show-values", "check", file).out())
        .contains("subjects: secret-id-0, SECRET ID 0\n");
  }

  @Test
  void columnsOfTheAuditMustBeThereAndHoldDates() throws IOException {
    AuditedStudy study = new AuditedStudy(SEED, Kind.CLASSES);
    study.cohort.put("asked", AuditedStudy.texts(i -> "2015-01-01"));
    study.cohort.put("ward", AuditedStudy.texts(i -> "w" + i % 3));
    study.cohortKeys.addAll(List.of("index_time: aksed", "sites: [wart]"));
    CommandRun misspelt = CommandRun.of("check", study.write(folder));
    assertThat(misspelt.exit()).isEqualTo(2);
    assertThat(misspelt.err())
        .contains(
            "error: cohort.index_time: cohort.csv must have the column; found no 'aksed'; did you"
                + " mean 'asked'")
        .contains(
            "error: cohort.sites: cohort.csv must have the column; found no 'wart'; did you"
                + " mean 'ward'");

    study.cohortKeys.clear();
    study.cohortKeys.add("index_time: ward");
    CommandRun noDates = CommandRun.of("check", study.write(folder));
    assertThat(noDates.exit()).isEqualTo(2);
    assertThat(noDates.err())
        .contains(
            "error: cohort.index_time: column 'ward' must hold dates that begin with the year"
                + " (2015-01-31), or years; found 240 subjects with something else.");
  }

  @Test
  @DisplayName("groups of a split that is given are resampled together in intervals")
  void groupsOfGivenSplitsAreThoseOfIntervals() throws IOException {
    AuditedStudy study = new AuditedStudy(SEED, Kind.CLASSES);
    study.split = "{before: 2010, column: year, group: family}";
    study.cohort.put("year", AuditedStudy.texts(i -> i < 120 ? "2009" : "2011"));
    study.cohort.put("family", AuditedStudy.texts(i -> i == 7 ? "" : "f" + i / 2));
    Path file = study.write(folder);

    List<Integer> groups = new ArrayList<>();
    int[] read = LoadedStudy.read(file, Progress.SILENT).protocol(0).groups();
    IntStream.of(java.util.Objects.requireNonNull(read)).forEach(groups::add);

    assertThat(groups).hasSize(AuditedStudy.SUBJECTS).startsWith(0, 0, 1, 1, 2, 2, 3, 4, 5);
    assertThat(CommandRun.of("check", file).err())
        .contains(
            "warning: split.group: column 'family' should place every subject in a group; found 1"
                + " without, each of them taken for a group of its own.");
  }

  @Test
  void helpSaysWhatStrictMeans() {
    assertThat(CommandRun.of("check", "--help").out())
        .contains("Exit with 1 if the audit finds a leak or a warning;")
        .contains("unknown ids an error");
  }

  @Test
  @DisplayName("the shipped examples have nothing beyond what they are too small for")
  void examples() throws IOException {
    Path examples = CommandRun.root().resolve("examples");
    List<String> said = new ArrayList<>();
    for (String name : List.of("adrenocortical", "planted")) {
      Path study = examples.resolve(name).resolve("study.yaml");
      assertThat(Files.isRegularFile(study)).isTrue();
      for (JsonNode finding : found(CommandRun.of("check", study, "--json", "--quiet"))) {
        said.add(name + ": " + finding.path("audit").asString());
      }
    }
    assertThat(said).containsExactly("adrenocortical: power");
  }
}
