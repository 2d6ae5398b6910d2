package org.interfuse.comparison;

import java.util.List;
import java.util.Map;
import org.interfuse.cohort.Fold;
import org.interfuse.target.Prediction;

/**
 * Out-of-fold predictions that were made elsewhere, as they were read. Immutable, thread-safe.
 *
 * @param byCandidate per candidate and fold of the split one prediction a target, of the fold's
 *     test subjects in their order
 */
public record ImportedPredictions(Map<String, List<List<Prediction>>> byCandidate) {
  /** None at all. */
  public static final ImportedPredictions NONE = new ImportedPredictions(Map.of());

  public ImportedPredictions {
    byCandidate = Map.copyOf(byCandidate);
  }

  /**
   * What a candidate gave on a fold. What its fit cost, and whether it knew anything of a subject,
   * nobody says: no parameters, no seconds ({@code NaN}), nobody predicted by the prior.
   *
   * @throws IllegalStateException if the candidate's predictions were not read
   */
  Outcome outcome(PredictionsCandidate candidate, int index, Fold fold) {
    List<List<Prediction>> folds = byCandidate.get(candidate.name());
    if (folds == null) {
      throw new IllegalStateException(
          "predictions of '%s' were not read".formatted(candidate.name()));
    }
    return new Outcome(
        index,
        0,
        folds.get(index),
        new boolean[fold.test().length],
        List.of(),
        0,
        Double.NaN,
        Map.of());
  }
}
