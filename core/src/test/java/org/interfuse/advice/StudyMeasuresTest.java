package org.interfuse.advice;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.interfuse.cohort.Cohort;
import org.interfuse.cohort.CohortModality;
import org.interfuse.cohort.Fold;
import org.interfuse.cohort.Split;
import org.interfuse.comparison.Deployment;
import org.interfuse.comparison.Protocol;
import org.interfuse.modality.PackedTexts;
import org.interfuse.modality.TextData;
import org.interfuse.model.SmallCohort;
import org.interfuse.model.SmallCohort.Kind;
import org.interfuse.preprocessing.PreprocessingSpec;
import org.interfuse.preprocessing.text.TextPreprocessing;
import org.interfuse.tensor.Seed;
import org.junit.jupiter.api.Test;

class StudyMeasuresTest {
  private static final int SUBJECTS = 21;

  @SuppressWarnings("NullAway") // an array of a record may be null; its class file does not say so
  private static Map<Measure, Double> measures(Cohort cohort, List<PreprocessingSpec> specs) {
    Fold fold = new Fold("fold 1", 0, SmallCohort.range(7, SUBJECTS), SmallCohort.range(0, 7));
    return StudyMeasures.of(
        new Protocol(cohort, new Split("one", List.of(fold)), specs, null, 1, new Seed(1), 0.95),
        Deployment.UNKNOWN);
  }

  @Test
  void tablesHaveWidths() {
    Map<Measure, Double> measures =
        measures(SmallCohort.of(SUBJECTS, Kind.REGRESSION, 4), SmallCohort.preprocessing());

    assertThat(measures).containsKeys(Measure.WIDTH_RATIO, Measure.SUBJECTS_PER_COLUMN);
  }

  /** A text counted as one column would make every table beside it look wide. */
  @Test
  void textsHaveNone() {
    Cohort tables = SmallCohort.of(SUBJECTS, Kind.REGRESSION, 4);
    TextData texts = new TextData(PackedTexts.of(Collections.nCopies(SUBJECTS, "some words")), 0);
    List<CohortModality> modalities = new ArrayList<>(tables.modalities());
    modalities.add(new CohortModality("notes", texts, SmallCohort.range(0, SUBJECTS)));
    List<PreprocessingSpec> specs = new ArrayList<>(SmallCohort.preprocessing());
    specs.add(new TextPreprocessing());

    Map<Measure, Double> measures = measures(tables.withModalities(modalities), specs);

    assertThat(measures).doesNotContainKeys(Measure.WIDTH_RATIO, Measure.SUBJECTS_PER_COLUMN);
    assertThat(measures).containsKey(Measure.SHARE_INCOMPLETE);
  }
}
