package org.interfuse.comparison;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.interfuse.baseline.Linear;

/**
 * What a comparison asks about missing modalities.
 *
 * @param candidates names of those that are predicted with modalities masked away
 * @param deployment how often modalities are there where a model is to be used
 * @param refits the primary candidate as if some modalities had never been collected
 */
public record Examination(List<String> candidates, Deployment deployment, List<Refit> refits) {
  /** Asks nothing. */
  public static final Examination NONE = new Examination(List.of(), Deployment.UNKNOWN, List.of());

  public Examination {
    candidates = List.copyOf(candidates);
    refits = List.copyOf(refits);
  }

  /** What a comparison's options ask of a cohort with those modalities. */
  public static Examination of(
      ComparisonSpec comparison, Deployment deployment, List<String> modalities) {
    return new Examination(comparison.examine(), deployment, RefitPlan.of(comparison, modalities));
  }

  /**
   * The candidates examined where a study names none: the primary, and the best-known simple
   * alternative, which is the first linear baseline that merges late.
   */
  public static List<String> standard(String primary, List<CandidateSpec> candidates) {
    List<String> names = new ArrayList<>(List.of(primary));
    candidates.stream()
        .filter(candidate -> isLinearLate(candidate) && !candidate.name().equals(primary))
        .findFirst()
        .ifPresent(candidate -> names.add(candidate.name()));
    return names;
  }

  private static boolean isLinearLate(CandidateSpec candidate) {
    return candidate instanceof BaselineCandidate baseline
        && baseline.baseline() instanceof Linear linear
        && linear.merge() == Linear.Merge.LATE;
  }

  /**
   * What to say in place of the figures of missing modalities and of reliance; empty where a cohort
   * with so many modalities is examined, or has but one.
   */
  public static Optional<String> unexamined(int modalities) {
    return modalities <= Availability.MOST_MODALITIES
        ? Optional.empty()
        : Optional.of(
            "not examined: %d modalities; patterns are drawn for at most %d"
                .formatted(modalities, Availability.MOST_MODALITIES));
  }

  /** Whether a cohort with so many modalities can be examined: at least 2, and not too many. */
  public static boolean possible(int modalities) {
    return modalities >= 2 && modalities <= Availability.MOST_MODALITIES;
  }
}
