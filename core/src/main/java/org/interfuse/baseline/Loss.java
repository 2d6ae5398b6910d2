package org.interfuse.baseline;

/**
 * A convex mean loss of n rows as a function of their K linear scores η. Vectors over scores are
 * class-major: η of row i and output k is at {@code k * n + i}. Derivatives are those at the scores
 * evaluated last. Not thread-safe.
 */
public interface Loss {
  /** n. */
  int rows();

  /** K. */
  int outputs();

  /** Whether the model has an intercept (a partial likelihood has none). */
  boolean intercept();

  /** The mean loss at η. */
  double evaluate(double[] scores);

  /** The derivative of the mean loss by each score. */
  void gradient(double[] into);

  /** The second derivative times a direction. */
  void curvature(double[] direction, double[] into);

  /** The diagonal of the second derivative. */
  void diagonal(double[] into);
}
