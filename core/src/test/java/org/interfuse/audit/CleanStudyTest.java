package org.interfuse.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.interfuse.audit.AuditFinding.Severity;
import org.interfuse.cohort.Cohort;
import org.interfuse.cohort.CohortModality;
import org.interfuse.cohort.Fold;
import org.interfuse.cohort.Split;
import org.interfuse.modality.TableData;
import org.interfuse.progress.Progress;
import org.interfuse.target.Target;
import org.interfuse.target.TargetType;
import org.interfuse.tensor.Seed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Twenty clean studies of each kind: nothing but notes. */
class CleanStudyTest {
  @ParameterizedTest(name = "{0}, seeds 1 to 20")
  @EnumSource(
      value = TargetType.class,
      names = {"CLASSIFICATION", "REGRESSION", "SURVIVAL"})
  void nothingButNotes(TargetType type) {
    List<String> alarms = new ArrayList<>();
    for (long seed = 1; seed <= 20; seed++) {
      for (AuditFinding finding :
          Audits.run(new PlantedStudy(seed, type).input(), Progress.SILENT)) {
        if (finding.severity() != Severity.NOTE) {
          alarms.add("seed " + seed + ": " + finding);
        }
      }
    }
    assertThat(alarms).isEmpty();
  }

  @Test
  void everyAuditIsFound() {
    assertThat(Audits.all().stream().map(Audit::name))
        .containsExactly(
            "column-name",
            "date",
            "identifier",
            "power",
            "presence",
            "repeated-subjects",
            "single-column",
            "site",
            "target-copy",
            "transferred-encoder");
  }

  @Test
  void theSameStudyHasTheSameFindings() {
    PlantedStudy study = new PlantedStudy(5, TargetType.CLASSIFICATION);
    study.numbers("score", i -> 3 * study.labels()[i] + study.random.nextGaussian());
    AuditInput input = study.input();
    assertThat(Audits.run(input, Progress.SILENT)).isEqualTo(Audits.run(input, Progress.SILENT));
  }

  @Test
  void manyFindingsAreCounted() {
    PlantedStudy study = new PlantedStudy(5, TargetType.CLASSIFICATION);
    for (int j = 0; j < 30; j++) {
      int times = j + 2;
      study.numbers("copy" + j, i -> times * study.labels()[i]);
    }
    List<AuditFinding> copies =
        Audits.run(study.input(), Progress.SILENT).stream()
            .filter(finding -> finding.audit().equals("target-copy"))
            .toList();
    assertThat(copies).hasSize(Audits.MOST + 1);
    assertThat(copies.get(Audits.MOST).message())
        .isEqualTo(
            "study: more findings of this kind than are told one by one (not told 10); do as for"
                + " those before, then audit again.");
  }

  /** Twenty subjects and ten thousand columns of noise: some separate the classes by chance. */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2})
  void manyColumnsOfNoiseRaiseNoAlarm(long seed) {
    int n = 20;
    int p = 10_000;
    Random random = new Random(seed);
    float[] values = new float[n * p];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextBoolean() ? random.nextInt(2) : random.nextFloat();
    }
    List<String> names = IntStream.range(0, p).mapToObj(j -> "g" + j).toList();
    int[] all = IntStream.range(0, n).toArray();
    Target target =
        new Target.Classification(
            Target.schema("class", TargetType.CLASSIFICATION, "a", "b"),
            IntStream.range(0, n).map(i -> i % 2).toArray());
    Cohort cohort =
        new Cohort(
            IntStream.range(0, n).mapToObj(i -> "s" + i).toList(),
            List.of(target),
            Map.of(),
            List.of(new CohortModality("wide", TableData.ofNumbers(n, names, values), all)));
    Fold fold = new Fold("test", 0, IntStream.range(0, 18).toArray(), new int[] {18, 19});
    AuditInput input = new AuditInput(cohort, new Split("one", List.of(fold)), new Seed(seed));
    assertThat(Audits.run(input, Progress.SILENT))
        .extracting(AuditFinding::audit)
        .containsExactly("power");
  }
}
