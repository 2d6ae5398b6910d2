package org.interfuse.comparison;

import java.util.List;
import org.interfuse.cohort.Cohort;
import org.interfuse.model.ModelSpec;
import org.interfuse.model.Strategy;

/**
 * The primary candidate as if some modalities had never been collected: fitted on a cohort that
 * knows nothing of them, on the same folds. Refits are not tuned; where the primary is, one refit
 * has all modalities, so that like is compared with like.
 *
 * @param modalities those that are left, in the study's order; at least one
 * @param candidate what is fitted; its name is no other candidate's, unless it is shared
 * @param shared whether the candidate is one of the comparison's own, so that nothing more is
 *     fitted
 */
public record Refit(List<String> modalities, CandidateSpec candidate, boolean shared) {
  public Refit {
    modalities = List.copyOf(modalities);
  }

  /** Per modality of the cohort whether it is left. */
  boolean[] kept(Cohort cohort) {
    boolean[] kept = new boolean[cohort.modalities().size()];
    for (int m = 0; m < kept.length; m++) {
      kept[m] = modalities.contains(cohort.modalities().get(m).name());
    }
    return kept;
  }

  /** The candidate's options for the modalities that are left. */
  static CandidateSpec reduced(CandidateSpec full, List<String> left, String name) {
    if (full instanceof NetworkCandidate network) {
      return new NetworkCandidate(name, reduced(network.model(), left), network.training());
    }
    return new BaselineCandidate(name, ((BaselineCandidate) full).baseline());
  }

  /** With one modality left there is nothing to merge; {@code early} still reads it as merged. */
  private static ModelSpec reduced(ModelSpec full, List<String> left) {
    boolean alone = left.size() == 1 && full.strategy() != Strategy.EARLY;
    return new ModelSpec(
        alone ? Strategy.UNIMODAL : full.strategy(),
        alone ? left.get(0) : null,
        full.width(),
        full.projection(),
        full.fusion(),
        full.combiner(),
        full.early(),
        full.modalityDropout(),
        full.pretrain(),
        full.encoders().stream().filter(one -> left.contains(one.modality())).toList(),
        full.heads(),
        full.targetWeights());
  }
}
