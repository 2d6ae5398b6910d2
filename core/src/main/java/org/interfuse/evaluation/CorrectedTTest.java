package org.interfuse.evaluation;

import java.util.Arrays;

/**
 * The corrected resampled t-test (Nadeau and Bengio 2003) of the mean difference over folds: t = d̄
 * / √(s² (1/J + n_test/n_train)) with J − 1 degrees of freedom, J the folds of all repeats. The
 * second term stands for the correlation between folds whose training parts overlap; without it the
 * test rejects far too often.
 *
 * <p>Where every fold has the same difference there is no variance to judge by: if it is 0 the
 * candidates are the same on these data, p = 1; otherwise statistic, interval and p are NaN, for a
 * variance of 0 is an artefact and no certainty.
 *
 * @param difference mean over folds, with its t interval where there is one
 * @param statistic t
 * @param degreesOfFreedom J − 1; 0 where fewer than two folds are compared
 * @param p two-sided, of no difference; NaN where it cannot be computed
 */
public record CorrectedTTest(
    Estimate difference, double statistic, int degreesOfFreedom, double p) {
  /**
   * Tests.
   *
   * @param level confidence level of the interval, between 0 and 1
   */
  public static CorrectedTTest of(PairedDifferences differences, double level) {
    int count = differences.count();
    double mean = differences.mean();
    if (count < 2) {
      return new CorrectedTTest(
          Estimate.withoutInterval(mean, level, count), Double.NaN, 0, Double.NaN);
    }
    if (differences.identical()) {
      return new CorrectedTTest(new Estimate(0, 0, 0, level, count), 0, count - 1, 1);
    }
    if (differences.constant()) {
      return new CorrectedTTest(
          Estimate.withoutInterval(mean, level, count), Double.NaN, count - 1, Double.NaN);
    }
    double[] ratios = new double[count];
    Arrays.fill(ratios, differences.testToTrain());
    double statistic =
        mean / Math.sqrt(differences.variance() * (1.0 / count + differences.testToTrain()));
    return new CorrectedTTest(
        Intervals.overFolds(differences.values(), ratios, level),
        statistic,
        count - 1,
        StudentT.twoSided(statistic, count - 1));
  }
}
