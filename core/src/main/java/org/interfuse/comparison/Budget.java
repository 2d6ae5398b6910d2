package org.interfuse.comparison;

import java.util.Locale;
import org.interfuse.training.Halving;

/** What was spent on choosing a candidate's options, in words that a table can hold. */
public final class Budget {
  private Budget() {}

  /**
   * Of one candidate, for each of its fits.
   *
   * @param members networks of a fit that predict together
   */
  public static String of(CandidateSpec candidate, Tuning tuning, int members) {
    if (candidate instanceof BaselineCandidate baseline) {
      return baseline.baseline().budget();
    }
    if (candidate instanceof PredictionsCandidate) {
      return "none: made elsewhere";
    }
    int trials = Math.max(1, tuning.of(candidate.name()).size());
    String networks = members == 1 ? "" : " × %d networks".formatted(members);
    return trials == 1
        ? "1 trial, 1.0 full fits" + networks
        : String.format(
            Locale.ROOT, "%d trials, %.1f full fits%s", trials, Halving.fullFits(trials), networks);
  }
}
