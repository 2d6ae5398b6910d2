package org.interfuse.preprocessing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.interfuse.cohort.Cohort;
import org.interfuse.cohort.CohortModality;
import org.interfuse.modality.TableData;
import org.interfuse.modality.TableData.CategoricalColumn;
import org.junit.jupiter.api.Test;

class PreparedCohortTest {
  private static final int[] TRAIN = {0, 1, 2};

  /** Four subjects; rna lies in another order and subject 1 lacks it, all have clinical. */
  private static Cohort cohort() {
    TableData clinical =
        new TableData(
            4,
            List.of("age"),
            new float[] {10, 20, 30, 99},
            List.of(new CategoricalColumn("stage", List.of("i", "ii"))),
            new int[] {0, 1, 1, 0});
    TableData rna = TableData.ofNumbers(3, List.of("g"), new float[] {700, 4, 2});
    return new Cohort(
        List.of("a", "b", "c", "d"),
        List.of(),
        Map.of(),
        List.of(
            new CohortModality("clinical", clinical, new int[] {0, 1, 2, 3}),
            new CohortModality("rna", rna, new int[] {2, -1, 1, 0})));
  }

  private static FittedCohort fitted() {
    List<PreprocessingSpec> specs = List.of(new TablePreprocessing(), new TablePreprocessing());
    return PreparedCohort.fit(cohort(), specs, TRAIN, "modalities");
  }

  @Test
  void fitsOnTheRowsOfTrainingSubjects() {
    Features rna = fitted().apply(cohort()).features().get(1);

    // subjects a and c have 2 and 4: mean 3, deviation 1; 700 is clipped
    assertThat(rna.numeric()).containsExactly(10, 1, -1);
  }

  @Test
  void earlyMergePutsSubjectsInTheCohortsOrder() {
    PreparedCohort data = fitted().apply(cohort());
    EarlyMerge merge = EarlyMerge.fit(data, TRAIN);

    Features merged = merge.merge(data);

    assertThat(merged.shape().names())
        .containsExactly("clinical.age", "rna.g", "rna present", "clinical.stage");
    assertThat(merged.rows()).isEqualTo(4);
    float z = (float) Math.sqrt(1.5);
    assertThat(merged.numeric())
        .usingComparatorWithPrecision(1e-6f)
        .containsExactly(-z, -1, 1, 0, 0, 0, z, 1, 1, 79 / (float) Math.sqrt(200 / 3.0), 10, 1);
    assertThat(merged.categories()).containsExactly(1, 2, 2, 1);
  }

  @Test
  void aModalityThatEveryTrainingSubjectHasNeedsNoPresenceColumn() {
    PreparedCohort data = fitted().apply(cohort());

    assertThat(EarlyMerge.fit(data, new int[] {0, 2}).indicated()).isEmpty();
  }

  @Test
  void anotherCohortMustHaveTheSameModalities() {
    Cohort other = new Cohort(List.of("z"), List.of(), Map.of(), List.of());

    assertThatThrownBy(() -> fitted().apply(other))
        .hasMessage("cohort: expected the modalities [clinical, rna], but it has []");
  }
}
