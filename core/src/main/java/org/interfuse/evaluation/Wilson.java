package org.interfuse.evaluation;

/** The score interval of a share (Wilson 1927): it stays within 0 and 1 and has a width at both. */
public final class Wilson {
  private Wilson() {}

  /**
   * The share of {@code successes} with its interval.
   *
   * @param count of how many; NaN where 0
   * @param level confidence level, between 0 and 1
   */
  public static Estimate of(int successes, int count, double level) {
    if (successes < 0 || successes > count) {
      throw new IllegalArgumentException(
          "successes must be from 0 to %d; found %d".formatted(count, successes));
    }
    if (count == 0) {
      return Estimate.withoutInterval(Double.NaN, level, 0);
    }
    double share = (double) successes / count;
    double z = Normal.quantile(level);
    double square = z * z / count;
    double centre = (share + square / 2) / (1 + square);
    double half = Math.sqrt(share * (1 - share) * square + square * square / 4) / (1 + square);
    double lower = successes == 0 ? 0 : centre - half;
    double upper = successes == count ? 1 : centre + half;
    return new Estimate(share, lower, upper, level, count);
  }
}
