package org.interfuse.run;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.interfuse.cohort.Cohort;
import org.interfuse.cohort.CohortModality;

/**
 * How many subjects have exactly these modalities.
 *
 * @param modalities names, in the study's order; empty for subjects who have none
 * @param subjects how many
 */
public record AvailabilityPattern(List<String> modalities, int subjects) {
  public AvailabilityPattern {
    modalities = List.copyOf(modalities);
  }

  /** Every pattern that occurs, the most frequent first. */
  static List<AvailabilityPattern> of(Cohort cohort) {
    Map<List<String>, Integer> counts = new LinkedHashMap<>();
    for (int i = 0; i < cohort.size(); i++) {
      int subject = i;
      List<String> has =
          cohort.modalities().stream()
              .filter(modality -> modality.has(subject))
              .map(CohortModality::name)
              .toList();
      counts.merge(has, 1, Integer::sum);
    }
    List<AvailabilityPattern> patterns = new ArrayList<>();
    counts.forEach((has, count) -> patterns.add(new AvailabilityPattern(has, count)));
    patterns.sort(Comparator.comparing((AvailabilityPattern p) -> -p.subjects()));
    return patterns;
  }
}
