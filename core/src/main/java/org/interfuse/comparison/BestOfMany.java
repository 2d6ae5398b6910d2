package org.interfuse.comparison;

import java.util.List;
import org.interfuse.evaluation.BiasCorrectedBest;
import org.interfuse.evaluation.Estimate;
import org.interfuse.evaluation.Resamples;
import org.interfuse.target.Prediction;

/**
 * What to expect of the candidate that looks best ({@link BiasCorrectedBest}), on the predictions
 * of models that did not see their subjects, metrics within folds.
 *
 * @param target the target's name
 * @param metric the metric's name
 * @param candidates among how many
 * @param best the one that looks best
 * @param apparent its figure
 * @param corrected what the choice is worth
 * @param share of the resamples on which the same candidate was chosen
 */
public record BestOfMany(
    String target,
    String metric,
    int candidates,
    String best,
    double apparent,
    Estimate corrected,
    double share) {
  private static final int RESAMPLES = 500;

  /** Empty where there are no two candidates to choose from, or none is defined. */
  static java.util.Optional<BestOfMany> of(
      Protocol protocol, Roles roles, Pool pool, int targetIndex) {
    List<List<Prediction>> predictions =
        roles.candidates().stream()
            .map(candidate -> pool.predictions(candidate, targetIndex))
            .toList();
    Resamples resamples =
        Resamples.of(
                pool.truth(), pool.groups(protocol), RESAMPLES, protocol.seed().at("best of many"))
            .withinFolds(pool.foldOf());
    if (predictions.size() < 2 || !resamples.possible()) {
      return java.util.Optional.empty();
    }
    BiasCorrectedBest best =
        BiasCorrectedBest.of(
            roles.metric(), predictions, pool.truth(), resamples, protocol.level());
    if (best.best() < 0) {
      return java.util.Optional.empty();
    }
    return java.util.Optional.of(
        new BestOfMany(
            pool.target().name(),
            roles.metric().name(),
            predictions.size(),
            roles.candidates().get(best.best()).name(),
            best.apparent(),
            best.corrected(),
            best.chosen()[best.best()]));
  }
}
