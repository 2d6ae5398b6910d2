package org.interfuse.evaluation;

/**
 * The pairs of subjects that a ranking metric compares.
 *
 * @param comparable how many
 * @param disjoint so many of them, or more, have no subject in common
 */
public record Pairs(double comparable, int disjoint) {
  /** Of subjects who are compared with each of some others, and with nobody else. */
  static Pairs between(int some, int others) {
    return new Pairs((double) some * others, Math.min(some, others));
  }

  /**
   * An interval without a width at the end of the range, as of a perfect ranking whatever is drawn,
   * understates. It is opened to the share of pairs in order at which so many disjoint pairs would
   * all be in order (or none) with the probability that the level leaves on one side: {@code ((1 −
   * level) / 2)^(1 / disjoint)}, the end of Clopper and Pearson's interval. Any other estimate
   * stays as it is.
   *
   * @param disjoint 1 or more
   */
  public static Estimate opened(Estimate estimate, int disjoint) {
    double value = estimate.value();
    boolean closed = estimate.lower() == value && estimate.upper() == value;
    if (!closed || (value != 0 && value != 1)) {
      return estimate;
    }
    double end = Math.pow((1 - estimate.level()) / 2, 1.0 / disjoint);
    return value == 1
        ? new Estimate(1, end, 1, estimate.level(), estimate.count())
        : new Estimate(0, 0, 1 - end, estimate.level(), estimate.count());
  }
}
