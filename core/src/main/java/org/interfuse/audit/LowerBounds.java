package org.interfuse.audit;

import org.apache.commons.math3.distribution.NormalDistribution;

/** One-sided lower confidence bounds that stay honest at a perfect figure, and variances. */
final class LowerBounds {
  private static final int HALVINGS = 60;

  private LowerBounds() {}

  /** The standard normal quantile. */
  static double normal(double probability) {
    // no generator: nothing is sampled, and the default one would be seeded by the clock
    return new NormalDistribution(null, 0, 1).inverseCumulativeProbability(probability);
  }

  /**
   * Variance of an area under the ROC for m positives and n negatives, exponential scores (Hanley
   * and McNeil 1982, Radiology 143:29): [θ(1−θ) + (m−1)(Q1−θ²) + (n−1)(Q2−θ²)] / mn with Q1 =
   * θ/(2−θ), Q2 = 2θ²/(1+θ).
   */
  static double hanleyMcNeil(double area, double positives, double negatives) {
    double first = area / (2 - area) - area * area;
    double second = 2 * area * area / (1 + area) - area * area;
    return (area * (1 - area) + (positives - 1) * first + (negatives - 1) * second)
        / (positives * negatives);
  }

  /**
   * Bound of an area under the ROC: the θ at which the estimate lies z standard errors above, the
   * variance of Hanley and McNeil taken at θ with both counts at their mean (Newcombe 2006,
   * Statistics in Medicine 25:559, method 5). At an estimate of 1 it stays below 1.
   */
  static double area(double estimate, int positives, int negatives, double z) {
    double mean = (positives + negatives) / 2.0;
    double scale = mean * mean / ((double) positives * negatives);
    double low = 0;
    double high = estimate;
    for (int i = 0; i < HALVINGS; i++) {
      double middle = (low + high) / 2;
      double error = Math.sqrt(scale * hanleyMcNeil(middle, mean, mean));
      if (estimate - middle > z * error) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /**
   * Bound of a concordance: Wilson's interval with d/2 trials for d events, from the largest
   * variance that a rank correlation can have, var τ ≤ 2(1−τ²)/n (Kendall 1970, Rank Correlation
   * Methods, chapter 4), with τ = 2C−1 and events in place of subjects.
   */
  static double concordance(double estimate, int events, double z) {
    double trials = events / 2.0;
    double squared = z * z;
    double centre = estimate + squared / (2 * trials);
    double half =
        z * Math.sqrt(estimate * (1 - estimate) / trials + squared / (4 * trials * trials));
    return (centre - half) / (1 + squared / trials);
  }

  /** Bound of a rank correlation: Fisher's z, variance 1.06/(n−3) (Fieller et al. 1957). */
  static double correlation(double estimate, int subjects, double z) {
    double transformed = 0.5 * Math.log((1 + estimate) / Math.max(1e-12, 1 - estimate));
    return Math.tanh(transformed - z * Math.sqrt(1.06 / (subjects - 3)));
  }
}
