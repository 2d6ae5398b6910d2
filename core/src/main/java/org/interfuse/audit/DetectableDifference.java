package org.interfuse.audit;

import java.util.List;
import org.apache.commons.math3.distribution.TDistribution;
import org.interfuse.cohort.Fold;

/**
 * The smallest difference between two candidates that a split would show, approximately.
 *
 * <p>In one fold the difference of two candidates has the variance 2 V (1 − r): V that of one
 * candidate's figure on the fold's test part, r the correlation of the two because they are judged
 * on the same subjects (Hanley and McNeil 1983, Radiology 148:839). Over J folds it is multiplied
 * by 1/J + n_test/n_train, as training parts overlap (Nadeau and Bengio 2003, Machine Learning
 * 52:239). The difference that is found in a share {@code power} of studies at a two-sided {@code
 * level} is then (t_{1−level/2} + t_{power}) standard errors, t with J − 1 degrees of freedom, or
 * normal for a single split.
 *
 * @param level .05 by default
 * @param power .8 by default
 * @param correlation of the two candidates' figures, .5 by default
 */
record DetectableDifference(double level, double power, double correlation) {
  DetectableDifference() {
    this(0.05, 0.8, 0.5);
  }

  /**
   * The difference.
   *
   * @param variance of one candidate's figure on one fold's test part, the mean over folds
   */
  double of(double variance, List<Fold> folds) {
    double ratio =
        folds.stream()
            .mapToDouble(f -> (double) f.test().length / f.train().length)
            .average()
            .orElse(Double.NaN);
    double inOneFold = 2 * variance * (1 - correlation);
    double shared = folds.size() == 1 ? 1 : 1.0 / folds.size() + ratio;
    return (quantile(1 - level / 2, folds.size()) + quantile(power, folds.size()))
        * Math.sqrt(inOneFold * shared);
  }

  private static double quantile(double probability, int folds) {
    // no generator: nothing is sampled, and the default one would be seeded by the clock
    return folds == 1
        ? LowerBounds.normal(probability)
        : new TDistribution(null, folds - 1).inverseCumulativeProbability(probability);
  }

  /**
   * Variance of a concordance: Kendall's τ of n independent pairs has 2(2n+5)/(9n(n−1)) (Kendall
   * 1938, Biometrika 30:81); with τ = 2C−1, d events in place of n subjects, and shrunk towards
   * perfection like a proportion, C(1−C) 2(2d+5)/(9d(d−1)).
   */
  static double concordance(double concordance, double events) {
    return concordance * (1 - concordance) * 2 * (2 * events + 5) / (9 * events * (events - 1));
  }

  /** Variance of a correlation: (1−ρ²)²/(n−1) (Fisher 1915). */
  static double correlation(double correlation, double subjects) {
    double unexplained = 1 - correlation * correlation;
    return unexplained * unexplained / (subjects - 1);
  }
}
