package org.interfuse.comparison;

import java.util.List;
import org.interfuse.evaluation.Estimate;

/**
 * How much one fitted candidate leans on each modality: Shapley values of the game in which a set
 * of modalities is worth the primary metric of all test subjects, predicted with the others masked
 * away. Figures are turned so that more is better: for a metric whose lower values are better they
 * are reductions.
 *
 * @param candidate its name
 * @param target the target's name
 * @param metric the name of the target's primary metric
 * @param full the metric with nothing masked
 * @param empty the metric of the training prior
 * @param modalities one each, in the study's order; they sum to the gain of {@code full} over
 *     {@code empty}
 * @param pairs one for each pair of modalities
 */
public record Reliance(
    String candidate,
    String target,
    String metric,
    Estimate full,
    Estimate empty,
    List<OfModality> modalities,
    List<OfPair> pairs) {
  public Reliance {
    modalities = List.copyOf(modalities);
    pairs = List.copyOf(pairs);
  }

  /**
   * Of one modality.
   *
   * @param modality its name
   * @param shapley its share of what the candidate gains over the prior
   */
  public record OfModality(String modality, Estimate shapley) {}

  /**
   * Of two modalities.
   *
   * @param first of the pair
   * @param second of the pair
   * @param interaction above 0: worth more together; below 0: one replaces the other
   */
  public record OfPair(String first, String second, Estimate interaction) {}
}
