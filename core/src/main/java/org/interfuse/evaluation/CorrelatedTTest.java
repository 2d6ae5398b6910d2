package org.interfuse.evaluation;

/**
 * The correlated Bayesian t-test (Corani and Benavoli 2015; Benavoli, Corani, Demšar and Zaffalon
 * 2017): the posterior of the mean difference, under the noninformative prior, is Student's t with
 * J − 1 degrees of freedom, location d̄ and scale √(s² (1/J + ρ/(1 − ρ))), ρ = n_test / (n_test +
 * n_train). Its mass beyond a margin on either side and between says how probable it is that one
 * candidate is better by more than matters, and that neither is.
 *
 * <p>Where every fold has the same difference the posterior is a point. It is taken at its word if
 * the difference is 0, or if there are {@value #FOLDS_OF_A_POINT} folds or more; of fewer, equal
 * differences may be a coincidence of small test parts, and all three are NaN.
 *
 * @param below probability that the difference is less than −margin
 * @param within probability that it is between −margin and margin
 * @param above probability that it is more than margin
 */
public record CorrelatedTTest(double below, double within, double above) {
  private static final int FOLDS_OF_A_POINT = 5;

  private static final CorrelatedTTest UNDEFINED =
      new CorrelatedTTest(Double.NaN, Double.NaN, Double.NaN);

  /**
   * Computes the posterior.
   *
   * @param margin differences no larger do not matter in practice; 0 or more
   */
  public static CorrelatedTTest of(PairedDifferences differences, double margin) {
    if (!(margin >= 0)) {
      throw new IllegalArgumentException("margin must be 0 or more; found " + margin);
    }
    int count = differences.count();
    double mean = differences.mean();
    if (count < 2) {
      return UNDEFINED;
    }
    if (differences.identical()) {
      return new CorrelatedTTest(0, 1, 0);
    }
    if (differences.constant()) {
      return count < FOLDS_OF_A_POINT ? UNDEFINED : point(mean, margin);
    }
    double rho = differences.correlation();
    double scale = Math.sqrt(differences.variance() * (1.0 / count + rho / (1 - rho)));
    double below = StudentT.below((-margin - mean) / scale, count - 1);
    double above = StudentT.below((mean - margin) / scale, count - 1);
    return new CorrelatedTTest(below, Math.max(0, 1 - below - above), above);
  }

  private static CorrelatedTTest point(double mean, double margin) {
    if (Math.abs(mean) <= margin) {
      return new CorrelatedTTest(0, 1, 0);
    }
    return mean > 0 ? new CorrelatedTTest(0, 0, 1) : new CorrelatedTTest(1, 0, 0);
  }

  /** Whether there is a posterior. */
  public boolean defined() {
    return !Double.isNaN(within);
  }
}
