package org.interfuse.comparison;

import java.util.List;
import org.interfuse.evaluation.Estimate;

/**
 * What would be lost of the primary metric had a modality never been collected: the primary
 * candidate against itself fitted without the modality, on the same folds. Differences are turned
 * so that above 0 the modality helps.
 *
 * @param candidate the primary's name
 * @param target the target's name
 * @param metric the name of the target's primary metric
 * @param full the primary's metric
 * @param without one for each modality, in the study's order
 * @param shapley Shapley values of the game in which a set of modalities is worth what the
 *     candidate reaches that was fitted on them alone, one for each modality; empty unless all sets
 *     were fitted
 * @param subsets every refit
 */
public record ModalityValue(
    String candidate,
    String target,
    String metric,
    Estimate full,
    List<Without> without,
    List<Reliance.OfModality> shapley,
    List<Subset> subsets) {
  public ModalityValue {
    without = List.copyOf(without);
    shapley = List.copyOf(shapley);
    subsets = List.copyOf(subsets);
  }

  /**
   * The primary against itself without one modality.
   *
   * @param modality the one left out
   * @param refit name of the candidate fitted without it
   * @param difference full less without, paired fold by fold; NaN where the refit failed
   */
  public record Without(String modality, String refit, Estimate difference) {}

  /**
   * One refit.
   *
   * @param modalities those that were left
   * @param refit its name
   * @param shared whether it is one of the comparison's own candidates
   * @param estimate its metric; NaN where it failed
   * @param failures why it failed
   */
  public record Subset(
      List<String> modalities,
      String refit,
      boolean shared,
      Estimate estimate,
      List<String> failures) {
    public Subset {
      modalities = List.copyOf(modalities);
      failures = List.copyOf(failures);
    }
  }
}
