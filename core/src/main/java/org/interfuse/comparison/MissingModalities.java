package org.interfuse.comparison;

import java.util.List;
import java.util.Map;
import org.interfuse.evaluation.Estimate;
import org.jspecify.annotations.Nullable;

/**
 * How one candidate predicts one target when modalities are missing. Figures from fewer subjects
 * than the smallest cell are null (law 9).
 *
 * @param candidate its name
 * @param target the target's name
 * @param metric the name of the target's primary metric
 * @param patterns the 2^M − 1 availability patterns: those with most modalities first, then in the
 *     study's order
 * @param deployment the metric to be expected where a model is to be used; null where the study
 *     names no availability, or too few subjects have all the modalities that it names
 * @param completeSubjects test subjects who have every modality, on whom the degradation rests; 0
 *     where they are too few to be told
 * @param degradation from all modalities down to one; empty where too few subjects have all
 */
public record MissingModalities(
    String candidate,
    String target,
    String metric,
    List<Pattern> patterns,
    @Nullable Deployed deployment,
    int completeSubjects,
    List<Degradation> degradation) {
  public MissingModalities {
    patterns = List.copyOf(patterns);
    degradation = List.copyOf(degradation);
  }

  /**
   * One availability pattern.
   *
   * @param modalities those that are there, in the study's order
   * @param induced on all test subjects who have at least these modalities, the others masked away
   * @param found on the test subjects who have exactly these modalities
   */
  public record Pattern(List<String> modalities, @Nullable Cell induced, @Nullable Cell found) {
    public Pattern {
      modalities = List.copyOf(modalities);
    }
  }

  /**
   * A metric and on whom it was computed.
   *
   * @param subjects distinct test subjects who have the target, of the folds that contribute
   * @param about whether the number of subjects is an estimate, as the number itself would give a
   *     small pattern away
   * @param folds in how many folds the metric is defined
   * @param estimate induced, the mean over folds; found, of all folds together
   */
  public record Cell(int subjects, boolean about, int folds, Estimate estimate) {}

  /**
   * The metric reweighted to a deployment, {@code Σ_A Π_{i∈A} p_i Π_{i∈N∖A} (1 − p_i) · m(A)}: N
   * the modalities whose availability p is named, m(A) the metric of the test subjects who have all
   * of N, left with A and what they have of the other modalities.
   *
   * @param available the probabilities
   * @param cell the expected metric
   */
  public record Deployed(Map<String, Double> available, Cell cell) {
    public Deployed {
      available = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(available));
    }
  }

  /**
   * The metric of the subjects who have every modality, left with some of them.
   *
   * @param present how many modalities are left
   * @param mean over all patterns with so many
   * @param worst modalities of the pattern whose metric is worst
   * @param lowest that metric
   */
  public record Degradation(int present, Estimate mean, List<String> worst, Estimate lowest) {
    public Degradation {
      worst = List.copyOf(worst);
    }
  }
}
