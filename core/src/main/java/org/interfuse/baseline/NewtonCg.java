package org.interfuse.baseline;

/**
 * Minimises a smooth convex function by Newton's method, each step solved by preconditioned
 * conjugate gradients no more exactly than it deserves, with backtracking (Nocedal and Wright 2006,
 * algorithm 7.1).
 */
final class NewtonCg {
  private static final int MOST_STEPS = 100;
  private static final int MOST_INNER_STEPS = 400;
  private static final double SUFFICIENT = 1e-4;

  private final Objective objective;
  private final double[] gradient;
  private final double[] diagonal;
  private final double[] step;

  NewtonCg(Objective objective) {
    this.objective = objective;
    this.gradient = new double[objective.size()];
    this.diagonal = new double[objective.size()];
    this.step = new double[objective.size()];
  }

  /** A smooth convex function; derivatives are at the parameters evaluated last. */
  interface Objective {
    int size();

    double evaluate(double[] parameters);

    void gradient(double[] parameters, double[] into);

    /** The Hessian times a direction. */
    void curvature(double[] direction, double[] into);

    /** A positive diagonal close to the Hessian's. */
    void preconditioner(double[] into);
  }

  /**
   * Moves {@code parameters} to the minimum.
   *
   * @param tolerance on the gradient's length in the preconditioner's metric, whose square is about
   *     twice what is left to gain
   */
  void minimise(double[] parameters, double tolerance) {
    double value = objective.evaluate(parameters);
    for (int iteration = 0; iteration < MOST_STEPS; iteration++) {
      objective.gradient(parameters, gradient);
      objective.preconditioner(diagonal);
      double length = length(gradient);
      if (length <= tolerance) {
        return;
      }
      solve(Math.min(0.1, Math.sqrt(length)) * length);
      double next = advance(parameters, value);
      if (!(next < value)) {
        return;
      }
      value = next;
    }
  }

  private double length(double[] residual) {
    double sum = 0;
    for (int j = 0; j < residual.length; j++) {
      sum += residual[j] * residual[j] / diagonal[j];
    }
    return Math.sqrt(sum);
  }

  /** Conjugate gradients for H step = −gradient. */
  private void solve(double target) {
    int size = gradient.length;
    java.util.Arrays.fill(step, 0);
    double[] residual = new double[size];
    double[] direction = new double[size];
    double[] curved = new double[size];
    for (int j = 0; j < size; j++) {
      residual[j] = -gradient[j];
      direction[j] = residual[j] / diagonal[j];
    }
    double squared = Dense.dot(residual, 0, direction, 0, size);
    for (int k = 0; k < MOST_INNER_STEPS && Math.sqrt(squared) > target; k++) {
      objective.curvature(direction, curved);
      double bend = Dense.dot(direction, 0, curved, 0, size);
      if (!(bend > 0)) {
        break;
      }
      double along = squared / bend;
      double next = 0;
      for (int j = 0; j < size; j++) {
        step[j] += along * direction[j];
        residual[j] -= along * curved[j];
        next += residual[j] * residual[j] / diagonal[j];
      }
      for (int j = 0; j < size; j++) {
        direction[j] = residual[j] / diagonal[j] + next / squared * direction[j];
      }
      squared = next;
    }
  }

  /** Takes the step, halved until the value falls enough; stays where it is if none does. */
  private double advance(double[] parameters, double value) {
    int size = parameters.length;
    double slope = Dense.dot(gradient, 0, step, 0, size);
    double[] start = parameters.clone();
    for (double share = 1; share > 1e-10; share /= 2) {
      for (int j = 0; j < size; j++) {
        parameters[j] = start[j] + share * step[j];
      }
      double next = objective.evaluate(parameters);
      if (next <= value + SUFFICIENT * share * slope) {
        return next;
      }
    }
    System.arraycopy(start, 0, parameters, 0, size);
    return objective.evaluate(parameters);
  }
}
