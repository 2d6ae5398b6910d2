package org.interfuse.evaluation;

import java.util.Arrays;

/**
 * The paired bootstrap of a difference between two candidates (Efron and Tibshirani 1993): both are
 * judged on the same resamples of subjects or groups, and the interval is that of the percentiles
 * of the differences. It holds the training rows fixed: it says how sure the difference is between
 * these two fitted models, not between two ways to fit.
 *
 * @param difference first minus second with its percentile interval; none where the difference is
 *     undefined on over half of the resamples
 * @param p two-sided, of no difference: twice the smaller share of resamples on either side of 0,
 *     one resample added to both, at most 1; so never less than 2/(resamples + 1)
 */
public record PairedBootstrap(Estimate difference, double p) {
  /**
   * Compares.
   *
   * @param value the difference on the subjects themselves
   * @param first the first candidate's metric on every resample
   * @param second the second's on the same resamples
   * @param level confidence level of the interval, between 0 and 1
   */
  public static PairedBootstrap of(double value, double[] first, double[] second, double level) {
    if (first.length != second.length) {
      throw new IllegalArgumentException(
          "both candidates need the same resamples; found %d and %d"
              .formatted(first.length, second.length));
    }
    double[] differences = new double[first.length];
    Arrays.setAll(differences, r -> first[r] - second[r]);
    Estimate estimate = Estimate.ofResamples(value, differences, level);
    return new PairedBootstrap(estimate, estimate.hasInterval() ? p(differences) : Double.NaN);
  }

  /** A comparison with NaN is false, so undefined resamples count on neither side. */
  private static double p(double[] differences) {
    long notAbove = Arrays.stream(differences).filter(difference -> difference <= 0).count();
    long notBelow = Arrays.stream(differences).filter(difference -> difference >= 0).count();
    long defined = Arrays.stream(differences).filter(one -> !Double.isNaN(one)).count();
    return Math.min(1, 2.0 * (Math.min(notAbove, notBelow) + 1) / (defined + 1));
  }
}
