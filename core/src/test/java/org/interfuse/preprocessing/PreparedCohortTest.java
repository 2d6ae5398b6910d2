package org.interfuse.preprocessing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.interfuse.cohort.Cohort;
import org.interfuse.cohort.CohortModality;
import org.interfuse.modality.ModalityData;
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
    Features rna = fitted().apply(cohort()).features().get(1).table();

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

  @Test
  void eachModalityNeedsItsSpecAndItsFeatures() {
    assertThatThrownBy(
            () ->
                PreparedCohort.fit(
                    cohort(), List.of(new TablePreprocessing()), TRAIN, "modalities"))
        .hasMessage("specs: expected 2, one per modality, but there are 1");
    assertThatThrownBy(() -> new PreparedCohort(cohort(), List.of()))
        .hasMessage("features: expected 2 modalities, but there are 0");
  }

  @Test
  void aModalityThatNoTrainingSubjectHasCannotBeFitted() {
    List<PreprocessingSpec> specs = List.of(new TablePreprocessing(), new TablePreprocessing());

    assertThatThrownBy(() -> PreparedCohort.fit(cohort(), specs, new int[] {1}, "modalities"))
        .hasMessage("modalities.rna: at least one training subject must have it; found none of 1.");
  }

  @Test
  void featuresHoldEveryCell() {
    FeatureShape shape = new FeatureShape(List.of("a", "b", "level"), 2, new int[] {3});

    assertThatThrownBy(() -> new Features(2, shape, new float[3], new int[2]))
        .hasMessage("numeric: expected 2 × 2 values, but it has 3");
    assertThatThrownBy(() -> new Features(2, shape, new float[4], new int[1]))
        .hasMessage("categories: expected 2 × 1 values, but it has 1");
  }

  @Test
  void aSubjectMayHaveNothing() {
    Cohort cohort = cohort();
    Cohort fewer = new Cohort(cohort.ids(), List.of(), Map.of(), List.of(cohort.modality("rna")));
    PreparedCohort data =
        PreparedCohort.fit(fewer, List.of(new TablePreprocessing()), TRAIN, "modalities")
            .apply(fewer);

    assertThat(data.hasAny(0)).isTrue();
    assertThat(data.hasAny(1)).isFalse();
  }

  @Test
  void earlyMergePutsColumnsOfOneKindSideBySide() {
    TableData first =
        new TableData(
            2,
            List.of("x", "y"),
            new float[] {1, 2, 3, 5},
            List.of(new CategoricalColumn("k", List.of("a", "b"))),
            new int[] {0, 1});
    TableData second =
        new TableData(
            3,
            List.of("z"),
            new float[] {4, 6, 9},
            List.of(
                new CategoricalColumn("l", List.of("c", "d")),
                new CategoricalColumn("m", List.of("e", "f"))),
            new int[] {0, 0, 1, 0, 1, 1});
    Cohort cohort =
        new Cohort(
            List.of("p", "q", "r"),
            List.of(),
            Map.of(),
            List.of(
                new CohortModality("one", first, new int[] {0, -1, 1}),
                new CohortModality("two", second, new int[] {2, 0, -1})));
    TablePreprocessing plain =
        new TablePreprocessing(
            TablePreprocessing.Impute.MEDIAN,
            TablePreprocessing.Indicators.NEVER,
            0,
            List.of(),
            0,
            1,
            0);
    PreparedCohort data =
        PreparedCohort.fit(cohort, List.of(plain, plain), TRAIN, "modalities").apply(cohort);

    Features merged = EarlyMerge.fit(data, TRAIN).merge(data);

    assertThat(merged.shape().names())
        .containsExactly(
            "one.x", "one.y", "two.z", "one present", "two present", "one.k", "two.l", "two.m");
    assertThat(merged.shape().numericWidth()).isEqualTo(5);
    assertThat(merged.shape().cardinalities()).containsExactly(3, 3, 3);
    assertThat(merged.numeric()).containsExactly(1, 2, 9, 1, 1, 0, 0, 4, 0, 1, 3, 5, 0, 1, 0);
    assertThat(merged.categories()).containsExactly(1, 2, 2, 0, 1, 1, 2, 0, 0);
  }

  /** Keeps the rows that it may look at, and fits on them. */
  private record Watching(List<int[]> seen) implements PreprocessingSpec {
    @Override
    public String type() {
      return "watching";
    }

    @Override
    public boolean accepts(ModalityData data) {
      return true;
    }

    @Override
    public FittedPreprocessing fit(String where, ModalityData data, int[] trainingRows) {
      seen.add(trainingRows);
      return new TablePreprocessing().fit(where, data, trainingRows);
    }

    @Override
    public FittedPreprocessing restore(PreprocessingState state) {
      return new TablePreprocessing().restore(state);
    }
  }

  @Test
  void trainingRowsAreGivenInAscendingOrder() {
    List<int[]> seen = new ArrayList<>();
    Watching watching = new Watching(seen);

    PreparedCohort.fit(cohort(), List.of(watching, watching), new int[] {0, 1, 2}, "modalities");

    // rna: subject 0 owns row 2, subject 2 row 1
    assertThat(seen.get(0)).containsExactly(0, 1, 2);
    assertThat(seen.get(1)).containsExactly(1, 2);
  }
}
