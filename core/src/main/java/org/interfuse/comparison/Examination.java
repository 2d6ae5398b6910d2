package org.interfuse.comparison;

import java.util.ArrayList;
import java.util.List;
import org.interfuse.baseline.Linear;

/**
 * What a comparison asks about missing modalities.
 *
 * @param candidates names of those that are predicted with modalities masked away
 * @param deployment how often modalities are there where a model is to be used
 * @param refits the primary candidate as if some modalities had never been collected
 * @param elsewhere names of candidates that are not fitted here, of whom nothing can be asked
 */
public record Examination(
    List<String> candidates, Deployment deployment, List<Refit> refits, List<String> elsewhere) {
  /** Asks nothing. */
  public static final Examination NONE = new Examination(List.of(), Deployment.UNKNOWN, List.of());

  public Examination {
    candidates = List.copyOf(candidates);
    refits = List.copyOf(refits);
    elsewhere = List.copyOf(elsewhere);
  }

  /** All candidates are fitted here. */
  public Examination(List<String> candidates, Deployment deployment, List<Refit> refits) {
    this(candidates, deployment, refits, List.of());
  }

  /** What a comparison's options ask of a cohort with those modalities. */
  public static Examination of(
      ComparisonSpec comparison, Deployment deployment, List<String> modalities) {
    return new Examination(
        comparison.examine(),
        deployment,
        RefitPlan.of(comparison, modalities),
        modalities.size() < 2
            ? List.of()
            : comparison.candidates().stream()
                .filter(PredictionsCandidate.class::isInstance)
                .map(CandidateSpec::name)
                .toList());
  }

  /**
   * The candidates examined where a study names none: the primary, and the best-known simple
   * alternative, which is the first linear baseline that merges late. Where the study states how
   * often modalities are there, all, so that every contender has the figure that counts there.
   * Predictions made elsewhere cannot be made again with modalities masked away.
   *
   * @param deployed whether the study states how often modalities are there
   */
  public static List<String> standard(
      String primary, List<CandidateSpec> candidates, boolean deployed) {
    List<CandidateSpec> fitted =
        candidates.stream().filter(one -> !(one instanceof PredictionsCandidate)).toList();
    List<String> names = new ArrayList<>();
    fitted.stream()
        .filter(candidate -> candidate.name().equals(primary))
        .forEach(candidate -> names.add(candidate.name()));
    fitted.stream()
        .filter(candidate -> deployed || isLinearLate(candidate))
        .filter(candidate -> !candidate.name().equals(primary))
        .limit(deployed ? fitted.size() : 1)
        .forEach(candidate -> names.add(candidate.name()));
    return names;
  }

  private static boolean isLinearLate(CandidateSpec candidate) {
    return candidate instanceof BaselineCandidate baseline
        && baseline.baseline() instanceof Linear linear
        && linear.merge() == Linear.Merge.LATE;
  }

  /** Whether a cohort with so many modalities can be examined: at least 2, and not too many. */
  public static boolean possible(int modalities) {
    return modalities >= 2 && modalities <= Availability.MOST_MODALITIES;
  }
}
