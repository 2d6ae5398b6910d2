package org.interfuse.evaluation;

import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.special.Erf;

/** The standard normal distribution. */
final class Normal {
  private Normal() {}

  /** P(|Z| ≥ |z|), accurate in the tail. */
  static double twoSided(double z) {
    return Erf.erfc(Math.abs(z) / Math.sqrt(2));
  }

  /** The z with P(|Z| ≤ z) = level. */
  static double quantile(double level) {
    return new NormalDistribution(null, 0, 1).inverseCumulativeProbability((1 + level) / 2);
  }
}
