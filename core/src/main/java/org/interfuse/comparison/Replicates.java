package org.interfuse.comparison;

import java.util.function.ToDoubleFunction;
import org.interfuse.evaluation.Estimate;

/**
 * What a figure of one target and its interval rest on: the folds, or where there is a single split
 * the split itself and resamples of its test subjects.
 */
interface Replicates {
  /** The folds of a protocol, or its single split and so many resamples. */
  static Replicates of(Protocol protocol, int targetIndex, int resamples) {
    return protocol.split().folds().size() > 1
        ? new FoldFigures(protocol, targetIndex)
        : new SplitFigures(protocol, targetIndex, resamples);
  }

  /** How many: the folds, or one more than the resamples. */
  int count();

  /** A figure of an examined candidate, averaged over seeds: [count]. */
  double[] masked(CandidateResult candidate, ToDoubleFunction<MaskedMetrics> figure);

  /** The primary metric of a candidate, averaged over seeds: [count]; NaN if a fit failed. */
  double[] metric(CandidateResult candidate);

  /** The primary metric of the training prior: [count]. */
  double[] prior();

  /**
   * The figure with its interval.
   *
   * @param figures [count]
   */
  Estimate estimate(double[] figures);

  /** The folds in which a figure is defined: of a single split all or none. */
  int[] folds(double[] figures);
}
