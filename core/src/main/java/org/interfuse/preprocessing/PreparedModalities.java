package org.interfuse.preprocessing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.interfuse.cohort.Cohort;
import org.interfuse.cohort.CohortModality;

/**
 * The modalities of a cohort prepared with what is fitted on some training subjects, each once for
 * every preprocessing that is asked for. Not thread-safe.
 */
public final class PreparedModalities {
  private record Part(int modality, PreprocessingSpec spec) {}

  private final Cohort cohort;
  private final int[] train;
  private final Map<Part, Prepared> prepared = new HashMap<>();

  /**
   * Holds nothing yet.
   *
   * @param train training subjects, ascending
   */
  public PreparedModalities(Cohort cohort, int[] train) {
    this.cohort = cohort;
    this.train = train;
  }

  /**
   * The cohort prepared.
   *
   * @param specs one per modality, in the cohort's order
   * @throws org.interfuse.finding.FindingsException if one cannot be fitted
   */
  public PreparedCohort of(List<PreprocessingSpec> specs) {
    List<Prepared> features = new ArrayList<>();
    for (int m = 0; m < specs.size(); m++) {
      features.add(of(m, specs.get(m)));
    }
    return new PreparedCohort(cohort, features);
  }

  /** One modality prepared. */
  public Prepared of(int modality, PreprocessingSpec spec) {
    Part part = new Part(modality, spec);
    Prepared known = prepared.get(part);
    if (known != null) {
      return known;
    }
    CohortModality one = cohort.modalities().get(modality);
    Prepared made =
        PreparedCohort.fit(cohort.withModalities(List.of(one)), List.of(spec), train, "modalities")
            .preprocessing()
            .get(0)
            .apply(one.data());
    prepared.put(part, made);
    return made;
  }
}
