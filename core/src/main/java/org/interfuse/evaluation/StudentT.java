package org.interfuse.evaluation;

import org.apache.commons.math3.distribution.TDistribution;

/** Student's t distribution. */
final class StudentT {
  private StudentT() {}

  /** P(T ≤ t). */
  static double below(double t, int degreesOfFreedom) {
    // no generator: nothing is sampled, and the default one would be seeded by the clock
    return new TDistribution(null, degreesOfFreedom).cumulativeProbability(t);
  }

  /** P(|T| ≥ |t|), accurate in the tail. */
  static double twoSided(double t, int degreesOfFreedom) {
    return Math.min(1, 2 * below(-Math.abs(t), degreesOfFreedom));
  }
}
