package org.interfuse.comparison;

import org.interfuse.preprocessing.PreparedCohort;
import org.jspecify.annotations.Nullable;

/**
 * One fit that a comparison has to make.
 *
 * @param refit what it is a refit for, on the modalities that are left; null for a candidate's own
 * @param fold index into the split's folds
 * @param seed number of the repetition, from 0
 */
record PlannedFit(CandidateSpec candidate, @Nullable Refit refit, int fold, int seed) {
  FitKey key() {
    return new FitKey(candidate.name(), fold, seed);
  }

  PreparedCohort data(PreparedCohort all) {
    return refit == null ? all : all.keeping(refit.kept(all.cohort()));
  }

  /** Whether another is a fit of the same candidate. */
  boolean isAlike(PlannedFit other) {
    return candidate == other.candidate;
  }
}
