package org.interfuse.preprocessing;

import org.apache.commons.math3.special.Erf;

/** The standard normal distribution's quantile function. */
final class NormalScore {
  private NormalScore() {}

  /** Φ⁻¹(probability), for a probability strictly between 0 and 1. */
  static double of(double probability) {
    return Math.sqrt(2) * Erf.erfInv(2 * probability - 1);
  }
}
