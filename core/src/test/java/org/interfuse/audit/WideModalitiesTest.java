package org.interfuse.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
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
import org.interfuse.modality.WideCells;
import org.interfuse.modality.WideData;
import org.interfuse.target.Target;
import org.interfuse.target.TargetType;
import org.interfuse.tensor.Seed;
import org.junit.jupiter.api.Test;

/** What audits say of columns that they do not look at one by one. */
final class WideModalitiesTest {
  private static final int SUBJECTS = 80;
  private static final int COLUMNS = 5000;

  private static WideData genotypes(boolean twins) {
    Random random = new Random(5);
    float[][] cells = new float[SUBJECTS][COLUMNS];
    for (float[] row : cells) {
      for (int j = 0; j < COLUMNS; j++) {
        row[j] = random.nextInt(15) == 0 ? Float.NaN : random.nextInt(3);
      }
    }
    if (twins) {
      cells[70] = cells[3].clone(); // in the test part and in the training part
    }
    List<String> names = IntStream.range(0, COLUMNS).mapToObj(j -> "rs" + j + "_A").toList();
    return new WideData(WideData.Kind.GENOTYPES, names, WideCells.matrix(cells), null);
  }

  private static List<AuditFinding> audit(Audit audit, WideData data) {
    int[] everybody = IntStream.range(0, SUBJECTS).toArray();
    Target target =
        new Target.Classification(
            Target.schema("class", TargetType.CLASSIFICATION, "a", "b"),
            Arrays.stream(everybody).map(i -> i % 2).toArray());
    Cohort cohort =
        new Cohort(
            Arrays.stream(everybody).mapToObj(i -> "subject-%03d".formatted(i * 37)).toList(),
            List.of(target),
            Map.of(),
            List.of(new CohortModality("snps", data, everybody)));
    Fold fold =
        new Fold("fold 1", 1, IntStream.range(0, 60).toArray(), IntStream.range(60, 80).toArray());
    return audit.run(new AuditInput(cohort, new Split("one", List.of(fold)), new Seed(1)));
  }

  @Test
  void theSameGenotypesOnBothSidesAreALeak() {
    assertThat(audit(new RepeatedSubjectsAudit(), genotypes(true)))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.severity()).isEqualTo(Severity.LEAK);
              assertThat(finding.where()).isEqualTo("modalities.snps");
              assertThat(finding.subjects()).hasSize(2);
            });
    assertThat(audit(new RepeatedSubjectsAudit(), genotypes(false))).isEmpty();
  }

  @Test
  void columnsThatAreNotLookedAtAreSaid() {
    assertThat(audit(new SingleColumnAudit(), genotypes(false)))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.severity()).isEqualTo(Severity.NOTE);
              assertThat(finding.found()).isEqualTo("wide columns are not looked at one by one");
            });
    for (Audit audit : Audits.all()) {
      assertThat(audit(audit, genotypes(false)))
          .as(audit.name())
          .noneMatch(finding -> finding.severity() != Severity.NOTE);
    }
  }

  @Test
  void aSampleIsSpreadOverTheFile() {
    WideData data = genotypes(false);
    TableData sample = WideSample.of(data);
    assertThat(sample.numericColumns()).hasSize(WideSample.COLUMNS).startsWith("rs0_A", "rs2_A");
    float[] row = WideCells.of(data.matrix(), new int[] {9}, 4997, 4998)[0];
    assertThat(sample.numericColumns().get(2047)).isEqualTo("rs4997_A");
    assertThat(sample.numeric()[9 * WideSample.COLUMNS + 2047]).isEqualTo(Float.valueOf(row[0]));
  }
}
