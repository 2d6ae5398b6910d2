package org.interfuse.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.interfuse.audit.AuditFinding.Severity;
import org.interfuse.target.TargetType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every fault is found where it is planted, over several seeds. */
class PlantedFaultsTest {
  private static void assertFound(
      List<AuditFinding> findings, Severity severity, String where, String found) {
    assertThat(findings)
        .anySatisfy(
            finding -> {
              assertThat(finding.severity()).isEqualTo(severity);
              assertThat(finding.where()).isEqualTo(where);
              assertThat(finding.found()).contains(found);
              assertThat(finding.evidence()).isNotEmpty();
            });
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void idsThatDifferInCaseAndSpaces(long seed) {
    PlantedStudy study = new PlantedStudy(seed, TargetType.CLASSIFICATION);
    study.ids.set(1, " PATIENT 100");
    assertFound(
        study.run(new RepeatedSubjectsAudit()),
        Severity.LEAK,
        "cohort.id",
        "ids that differ only in case, spaces, punctuation or sample stand on both sides of a fold,"
            + " such as patient-100,  PATIENT 100");
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void groupsThatStraddle(long seed) {
    PlantedStudy study = new PlantedStudy(seed, TargetType.CLASSIFICATION);
    study.groups = IntStream.range(0, PlantedStudy.SUBJECTS).toArray();
    study.groups[7] = 6;
    assertFound(
        study.run(new RepeatedSubjectsAudit()),
        Severity.LEAK,
        "split, fold 2",
        "groups are in training and test, such as those of patient-106");
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void equalAndNearlyEqualRows(long seed) {
    PlantedStudy study = new PlantedStudy(seed, TargetType.CLASSIFICATION);
    for (int i : new int[] {0, 1, 12, 13}) {
      study.hasExpression[i] = true;
    }
    study.expression[1] = study.expression[0].clone();
    for (int j = 0; j < 60; j++) {
      study.expression[13][j] =
          (float) (study.expression[12][j] + 0.02 * study.random.nextGaussian());
    }
    List<AuditFinding> findings = study.run(new RepeatedSubjectsAudit());
    assertFound(
        findings,
        Severity.LEAK,
        "modalities.expression",
        "equal rows stand on both sides of a fold, such as patient-100, patient-101");
    assertFound(
        findings,
        Severity.WARNING,
        "modalities.expression",
        "nearly equal rows stand on both sides of a fold, such as patient-112, patient-113");
    assertThat(findings).hasSize(2);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void equalRowsOnTheSameSideAreNoFinding(long seed) {
    PlantedStudy study = new PlantedStudy(seed, TargetType.CLASSIFICATION);
    study.split = study.single();
    study.hasExpression[0] = true;
    study.hasExpression[1] = true;
    study.expression[1] = study.expression[0].clone();
    assertThat(study.run(new RepeatedSubjectsAudit())).isEmpty();
    study.hasExpression[239] = true;
    study.expression[239] = study.expression[0].clone();
    assertThat(study.run(new RepeatedSubjectsAudit())).hasSize(1);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void columnsThatRestateClasses(long seed) {
    PlantedStudy study = new PlantedStudy(seed, TargetType.CLASSIFICATION);
    study.numbers("code", i -> study.labels()[i] == 1 ? 3 : study.random.nextInt(2));
    study.texts("arm", i -> study.labels()[i] == 1 ? "b" : "a");
    study.numbers("sampled", i -> study.labels()[i] == 1 ? study.random.nextInt(9) : Float.NaN);
    List<AuditFinding> findings = study.run(new TargetCopyAudit());
    String restates = "restates target disease: each of its values belongs to one class alone";
    assertFound(findings, Severity.LEAK, "modalities.clinical, column code", restates);
    assertFound(findings, Severity.LEAK, "modalities.clinical, column arm", restates);
    assertFound(
        findings,
        Severity.LEAK,
        "modalities.clinical, column sampled",
        "whether it is missing tells the class");
    assertThat(findings).hasSize(3);
    assertThat(study.run(new SingleColumnAudit())).isEmpty();
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void columnsThatRestateATime(long seed) {
    PlantedStudy study = new PlantedStudy(seed, TargetType.SURVIVAL);
    double[] times = study.survival().times();
    boolean[] events = study.survival().events();
    study.numbers("vital", i -> events[i] ? 1 : 0);
    study.numbers("visits", i -> Math.rint(times[i] / 90));
    study.numbers("gap", i -> events[i] ? -times[i] : Double.NaN);
    study.numbers("seen", i -> events[i] ? 0 : times[i]);
    List<AuditFinding> findings = study.run(new TargetCopyAudit());
    assertFound(
        findings, Severity.LEAK, "modalities.clinical, column vital", "belongs to one event alone");
    assertFound(
        findings, Severity.LEAK, "modalities.clinical, column visits", "it rises with the time");
    assertFound(
        findings, Severity.LEAK, "modalities.clinical, column gap", "it falls with the time");
    assertFound(
        findings,
        Severity.LEAK,
        "modalities.clinical, column seen",
        "it is equal to the time of those who were censored without exception");
    assertThat(findings).hasSize(4);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void columnsThatRestateANumber(long seed) {
    PlantedStudy study = new PlantedStudy(seed, TargetType.REGRESSION);
    double[] values = ((org.interfuse.target.Target.Regression) study.target).values();
    study.numbers("log", i -> Math.exp(-values[i]));
    study.numbers("high", i -> values[i] > 0.3 ? 1 : 0);
    List<AuditFinding> findings = study.run(new TargetCopyAudit());
    assertFound(
        findings, Severity.LEAK, "modalities.clinical, column log", "falls with the target");
    assertFound(
        findings, Severity.LEAK, "modalities.clinical, column high", "rises with the target");
    assertThat(findings).hasSize(2);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void singleColumnsThatAreTooGood(long seed) {
    PlantedStudy study = new PlantedStudy(seed, TargetType.CLASSIFICATION);
    study.numbers("score", i -> 3.6 * study.labels()[i] + study.random.nextGaussian());
    study.texts("code", i -> (study.labels()[i] == 1 ^ study.random.nextInt(300) == 0) ? "x" : "y");
    for (int i = 0; i < PlantedStudy.SUBJECTS; i++) {
      study.expression[i][40] += 2.4f * study.labels()[i];
    }
    List<AuditFinding> findings = study.run(new SingleColumnAudit());
    assertFound(
        findings,
        Severity.LEAK,
        "modalities.clinical, column score",
        "alone gives away target disease");
    assertFound(
        findings,
        Severity.WARNING,
        "modalities.expression, column gene40",
        "alone says far more about target disease than any other column");
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void singleColumnsOfSurvivalAndNumbers(long seed) {
    PlantedStudy study = new PlantedStudy(seed, TargetType.SURVIVAL);
    double[] times = study.survival().times();
    study.numbers("months", i -> Math.log(times[i] + 1) + 0.05 * study.random.nextGaussian());
    study.numbers(
        "closed", i -> (study.survival().events()[i] ? 5 : 0) + study.random.nextGaussian());
    List<AuditFinding> findings = study.run(new SingleColumnAudit());
    assertFound(findings, Severity.LEAK, "modalities.clinical, column months", "gives away target");
    assertFound(
        findings,
        Severity.LEAK,
        "modalities.clinical, column closed",
        "the event of target overall");

    PlantedStudy numbers = new PlantedStudy(seed, TargetType.REGRESSION);
    double[] values = ((org.interfuse.target.Target.Regression) numbers.target).values();
    numbers.numbers("again", i -> values[i] + 0.1 * numbers.random.nextGaussian());
    assertFound(
        numbers.run(new SingleColumnAudit()),
        Severity.LEAK,
        "modalities.clinical, column again",
        "alone gives away target dose");
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void testTargetsOfASingleSplitStayUnseen(long seed) {
    PlantedStudy study = new PlantedStudy(seed, TargetType.CLASSIFICATION);
    study.split = study.single();
    int cut = study.split.folds().get(0).train().length;
    study.numbers("late", i -> i < cut ? study.random.nextGaussian() : 9 * study.labels()[i]);
    for (Audit audit : Audits.all()) {
      assertThat(study.run(audit)).noneMatch(finding -> finding.where().contains("column late"));
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void presenceThatTells(long seed) {
    PlantedStudy study = new PlantedStudy(seed, TargetType.CLASSIFICATION);
    for (int i = 0; i < PlantedStudy.SUBJECTS; i++) {
      study.hasExpression[i] = study.random.nextDouble() < (study.labels()[i] == 1 ? 0.9 : 0.4);
    }
    assertFound(
        study.run(new PresenceAudit()),
        Severity.WARNING,
        "modalities.expression",
        "whether a subject has it tells target disease");
    for (int i = 0; i < PlantedStudy.SUBJECTS; i++) {
      study.hasExpression[i] = study.labels()[i] == 1;
    }
    assertFound(
        study.run(new PresenceAudit()),
        Severity.LEAK,
        "modalities.expression",
        "whether a subject has it tells target disease");
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void identifiers(long seed) {
    PlantedStudy study = new PlantedStudy(seed, TargetType.CLASSIFICATION);
    int[] numbers = new org.interfuse.tensor.Seed(seed).permutation(PlantedStudy.SUBJECTS);
    study.numbers("number", i -> 1000 + numbers[i]);
    study.numbers("visit", i -> 17 * i * i);
    study.texts("barcode", i -> "b" + numbers[i]);
    int[] next = {0, PlantedStudy.SUBJECTS};
    study.numbers("row", i -> study.labels()[i] == 1 ? --next[1] : next[0]++);
    List<AuditFinding> findings = study.run(new IdentifierAudit());
    String names = "names subjects instead of describing them";
    assertFound(findings, Severity.WARNING, "modalities.clinical, column number", names);
    assertFound(findings, Severity.WARNING, "modalities.clinical, column visit", names);
    assertFound(findings, Severity.WARNING, "modalities.clinical, column barcode", names);
    assertFound(
        findings,
        Severity.LEAK,
        "modalities.clinical, column row",
        names + " and tells target disease");
    assertThat(findings).hasSize(4);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void namesOfOutcomes(long seed) {
    PlantedStudy study = new PlantedStudy(seed, TargetType.CLASSIFICATION);
    List<String> outcomes =
        List.of(
            "days_to_death",
            "VitalStatus",
            "Follow-up",
            "OS",
            "dischargeDate",
            "status",
            "disease_code");
    outcomes.forEach(name -> study.numbers(name, i -> study.random.nextGaussian()));
    study.numbers("miRNA.cluster", i -> study.random.nextInt(3));
    study.numbers("radiation_therapy", i -> study.random.nextInt(2));
    study.numbers("er_status", i -> study.random.nextInt(2));
    List<AuditFinding> findings = study.run(new ColumnNameAudit());
    for (String name : outcomes.subList(0, 6)) {
      assertFound(
          findings,
          Severity.WARNING,
          "modalities.clinical, column " + name,
          "has the name of an outcome");
    }
    assertFound(
        findings,
        Severity.WARNING,
        "modalities.clinical, column disease_code",
        "repeats a target's");
    assertFound(
        findings,
        Severity.WARNING,
        "modalities.clinical, column miRNA.cluster",
        "computed from many subjects");
    assertFound(
        findings,
        Severity.NOTE,
        "modalities.clinical, column radiation_therapy",
        "after the diagnosis");
    assertThat(findings).hasSize(9);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void datesAndThoseAfterTheIndexTime(long seed) {
    PlantedStudy study = new PlantedStudy(seed, TargetType.CLASSIFICATION);
    study.texts("scanned", i -> "20%02d-03-%02d".formatted(i % 20, 1 + i % 28));
    study.texts("european", i -> "%d.%d.20%02d".formatted(1 + i % 28, 1 + i % 12, i % 20));
    study.numbers("compact", i -> 20_100_101 + 10_000 * (i % 5) + 100 * (i % 12));
    study.numbers("year_of_diagnosis", i -> 2000 + i % 10);
    List<AuditFinding> findings = study.run(new DateAudit());
    assertThat(findings)
        .hasSize(4)
        .allMatch(finding -> finding.severity() == Severity.WARNING)
        .allMatch(finding -> finding.found().equals("holds dates"));

    study.attributes.put("index", PlantedStudy.texts(i -> i == 39 ? "2018-01-01" : "2019-12-31"));
    study.indexTime = "index";
    assertThat(study.run(new DateAudit()).get(0).toString())
        .isEqualTo(
            "LEAK date: modalities.clinical, column scanned: holds dates later than the index time"
                + " (subjects 240, later than the index time 1); leave the column out: it was not"
                + " known when the prediction is asked for.");
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void sitesThatTell(long seed) {
    PlantedStudy study = new PlantedStudy(seed, TargetType.CLASSIFICATION);
    study.attributes.put(
        "hospital",
        PlantedStudy.texts(
            i -> "h" + (study.random.nextInt(3) + (study.labels()[i] == 1 ? 2 : 0))));
    study.texts("scanner", i -> study.hasExpression[i] ? "a" : "b" + study.random.nextInt(2));
    List<AuditFinding> findings = study.run(new SiteAudit());
    assertFound(findings, Severity.WARNING, "cohort, column hospital", "tells target disease");
    assertFound(
        findings,
        Severity.WARNING,
        "modalities.expression",
        "depends on the site (modalities.clinical, column scanner)");
    assertThat(findings).hasSize(2);

    PlantedStudy survival = new PlantedStudy(seed, TargetType.SURVIVAL);
    survival.attributes.put(
        "hospital", PlantedStudy.texts(i -> "h" + (int) Math.rint(1.5 * survival.latent[i])));
    assertFound(
        survival.run(new SiteAudit()),
        Severity.WARNING,
        "cohort, column hospital",
        "tells target overall");
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void tooFewEvents(long seed) {
    PlantedStudy study = new PlantedStudy(seed, TargetType.CLASSIFICATION);
    assertFound(
        study.run(new PowerAudit()),
        Severity.NOTE,
        "target disease",
        "smaller differences between candidates would probably not be shown");
    study.split = study.folds(24);
    assertFound(
        study.run(new PowerAudit()),
        Severity.WARNING,
        "target disease",
        "a test part has fewer than 10 events");
  }
}
