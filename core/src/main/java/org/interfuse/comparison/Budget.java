package org.interfuse.comparison;

import java.util.Locale;
import java.util.stream.Collectors;
import org.interfuse.model.ModelSpec;
import org.interfuse.training.Halving;
import org.interfuse.training.NetworkTrainer;

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
    return of((NetworkCandidate) candidate, tuning.of(candidate.name()).size(), members);
  }

  /**
   * What a reader of the budgets must know where baselines chose among options and networks did
   * not; empty where that is not so.
   */
  public static String untuned(ComparisonSpec comparison) {
    boolean networks =
        comparison.candidates().stream().anyMatch(one -> one instanceof NetworkCandidate);
    String choices =
        comparison.candidates().stream()
            .filter(BaselineCandidate.class::isInstance)
            .flatMap(one -> ((BaselineCandidate) one).baseline().choice().stream())
            .distinct()
            .collect(Collectors.joining(", and "));
    return !networks || comparison.tuning().spec().trials() > 1 || choices.isEmpty()
        ? ""
        : "Networks were not tuned (comparison.tuning.trials: 1); %s inside each fold."
            .formatted(choices);
  }

  private static String of(NetworkCandidate network, int trials, int members) {
    String fits =
        trials < 2
            ? "1 trial (options as written)"
            : String.format(
                Locale.ROOT,
                "%d trials, at most %.1f full fits",
                trials,
                Halving.fullFits(trials, network.training().epochs()));
    String networks = members == 1 ? "" : " × %d networks".formatted(members);
    return fits + networks + combiner(network.model(), members);
  }

  /** What is fitted once the trials are over, of the one that won. */
  private static String combiner(ModelSpec model, int members) {
    int folds = NetworkTrainer.innerFolds(model);
    if (folds == 0) {
      return "";
    }
    return ", + %d inner folds for %s%s"
        .formatted(folds, model.combiner().text(), members == 1 ? "" : " each");
  }
}
