package org.interfuse.explain;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.interfuse.cohort.Cohort;
import org.interfuse.cohort.CohortModality;
import org.interfuse.preprocessing.PreparedCohort;

/** A view of a prepared cohort in which everybody lacks some modalities. */
final class MaskedCohort {
  private MaskedCohort() {}

  /** Only these modalities are left to those who have them. */
  static PreparedCohort of(PreparedCohort data, Set<String> left) {
    Cohort cohort = data.cohort();
    List<CohortModality> modalities = new ArrayList<>();
    for (CohortModality modality : cohort.modalities()) {
      modalities.add(left.contains(modality.name()) ? modality : absent(modality));
    }
    return new PreparedCohort(
        new Cohort(cohort.ids(), cohort.targets(), cohort.attributes(), modalities),
        data.features());
  }

  private static CohortModality absent(CohortModality modality) {
    int[] nobody = new int[modality.rowOf().length];
    Arrays.fill(nobody, -1);
    return new CohortModality(modality.name(), modality.data(), nobody);
  }
}
