package org.interfuse.comparison;

import org.interfuse.evaluation.Metric;
import org.interfuse.target.Target;

/** A way to compare two candidates. */
interface PairComparison {
  Contrast compare(Pair pair);

  /**
   * Who is compared with whom, and in what.
   *
   * @param targetIndex number of the target in the cohort
   */
  record Pair(
      Target target,
      int targetIndex,
      Metric metric,
      CandidateResult first,
      CandidateResult second,
      Contrast.Against against) {
    /** Who could not be fitted; empty where both could. */
    String failed() {
      if (!first.failures().isEmpty()) {
        return first.name() + " failed";
      }
      return second.failures().isEmpty() ? "" : second.name() + " failed";
    }
  }
}
