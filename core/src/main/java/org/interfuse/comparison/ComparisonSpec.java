package org.interfuse.comparison;

import java.util.List;
import org.interfuse.option.Meaning;

/**
 * Which candidates are compared, and which of them is primary.
 *
 * @param primary the name of one candidate; comparisons among the others are exploratory
 * @param margin differences of the first metric smaller than this do not matter in practice
 * @param seeds how often each network is fitted on each fold, 1 or more; its figures are averaged
 * @param candidates at least one, with distinct names
 * @param examine names of the candidates that are also predicted with modalities masked away
 * @param value how the primary is fitted again without modalities
 * @param tuning how networks are tuned inside the training part of each fold
 * @param primaryWritten whether the study names the primary candidate, or it is the study's own
 *     model because nobody said
 */
public record ComparisonSpec(
    @Meaning("the candidate that the verdict is about") String primary,
    @Meaning("differences smaller than this do not matter in practice, 0 or more") Margin margin,
    @Meaning("how often each network is fitted on each fold, 1 or more") int seeds,
    @Meaning("what is compared under the same protocol") List<CandidateSpec> candidates,
    @Meaning("the candidates that are also predicted with modalities masked away")
        List<String> examine,
    @Meaning("how the primary is fitted again without modalities") Refits value,
    @Meaning("how networks are tuned inside the training part of each fold") Tuning tuning,
    @Meaning("whether the study names the primary candidate") boolean primaryWritten) {
  /**
   * The margin where a study names none: standard deviations of the target where the first metric
   * is in its unit, else in the metric's unit.
   */
  public static final double DEFAULT_MARGIN = 0.02;

  /** Fits of a network on each fold where a study says nothing. */
  public static final int DEFAULT_SEEDS = 1;

  public ComparisonSpec {
    candidates = List.copyOf(candidates);
    examine = List.copyOf(examine);
    if (seeds < 1) {
      throw new IllegalArgumentException("seeds: expected 1 or more, but it is " + seeds);
    }
    if (candidates.stream().noneMatch(candidate -> candidate.name().equals(primary))) {
      throw new IllegalArgumentException(
          "primary: expected the name of a candidate, but it is " + primary);
    }
    if (candidates.stream().map(CandidateSpec::name).distinct().count() != candidates.size()) {
      throw new IllegalArgumentException("candidates: expected distinct names");
    }
    for (String name : examine) {
      if (candidates.stream().noneMatch(candidate -> candidate.name().equals(name))) {
        throw new IllegalArgumentException(
            "examine: expected names of candidates, but one is " + name);
      }
    }
  }

  /** Nothing is asked about missing modalities. */
  public ComparisonSpec(String primary, double margin, int seeds, List<CandidateSpec> candidates) {
    this(primary, margin, seeds, candidates, List.of(), Refits.NONE);
  }

  /** Margin and primary candidate are written in the study. */
  public ComparisonSpec(
      String primary,
      double margin,
      int seeds,
      List<CandidateSpec> candidates,
      List<String> examine,
      Refits value,
      Tuning tuning) {
    this(primary, Margin.written(margin), seeds, candidates, examine, value, tuning, true);
  }

  /** Nothing is tuned. */
  public ComparisonSpec(
      String primary,
      double margin,
      int seeds,
      List<CandidateSpec> candidates,
      List<String> examine,
      Refits value) {
    this(primary, margin, seeds, candidates, examine, value, Tuning.NONE);
  }

  /**
   * The candidate of that name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public CandidateSpec candidate(String name) {
    return candidates.stream()
        .filter(candidate -> candidate.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no candidate named '" + name + "'"));
  }
}
