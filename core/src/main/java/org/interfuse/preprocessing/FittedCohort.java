package org.interfuse.preprocessing;

import java.util.ArrayList;
import java.util.List;
import org.interfuse.cohort.Cohort;

/**
 * What was fitted on the training subjects, one preprocessing per modality; serves prediction on
 * other cohorts with the same modalities.
 *
 * @param modalities the modalities' names
 * @param preprocessing in the same order
 */
public record FittedCohort(List<String> modalities, List<FittedPreprocessing> preprocessing) {
  public FittedCohort {
    modalities = List.copyOf(modalities);
    preprocessing = List.copyOf(preprocessing);
  }

  /** What was fitted for the modality of that name. */
  public FittedPreprocessing of(String modality) {
    int place = modalities.indexOf(modality);
    if (place < 0) {
      throw new IllegalArgumentException("no modality named '" + modality + "'");
    }
    return preprocessing.get(place);
  }

  /** Prepares a cohort, whose modalities must have the same names in the same order. */
  public PreparedCohort apply(Cohort cohort) {
    List<String> found = cohort.modalities().stream().map(modality -> modality.name()).toList();
    if (!found.equals(modalities)) {
      throw new IllegalArgumentException(
          "cohort: expected the modalities %s, but it has %s".formatted(modalities, found));
    }
    List<Prepared> features = new ArrayList<>();
    for (int m = 0; m < modalities.size(); m++) {
      features.add(preprocessing.get(m).apply(cohort.modalities().get(m).data()));
    }
    return new PreparedCohort(cohort, features);
  }
}
