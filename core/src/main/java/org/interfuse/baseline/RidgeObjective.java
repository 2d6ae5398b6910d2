package org.interfuse.baseline;

import java.util.Arrays;

/**
 * Mean loss + (λ/2)‖v‖² over intercepts and coordinates. Parameters are [K intercepts, then K × r
 * coordinates, class-major]; intercepts are not penalised, and stay 0 for a loss without one.
 */
final class RidgeObjective implements NewtonCg.Objective {
  private final Loss loss;
  private final ThinProducts z;
  private final double[] norms;
  private final double[] scores;
  private final double[] outer;
  private double penalty;

  RidgeObjective(Loss loss, ThinProducts z) {
    this.loss = loss;
    this.z = z;
    this.scores = new double[loss.rows() * loss.outputs()];
    this.outer = new double[scores.length];
    this.norms = Arrays.stream(z.squares()).map(square -> square / loss.rows()).toArray();
  }

  void penalty(double lambda) {
    this.penalty = lambda;
  }

  @Override
  public int size() {
    return loss.outputs() * (1 + z.rank());
  }

  @Override
  public double evaluate(double[] parameters) {
    z.scores(parameters, loss.outputs(), scores);
    int first = loss.outputs();
    return loss.evaluate(scores)
        + penalty / 2 * Dense.dot(parameters, first, parameters, first, size() - first);
  }

  @Override
  public void gradient(double[] parameters, double[] into) {
    loss.gradient(outer);
    collect(parameters, into);
  }

  @Override
  public void curvature(double[] direction, double[] into) {
    z.scores(direction, loss.outputs(), scores);
    loss.curvature(scores, outer);
    collect(direction, into);
  }

  @Override
  public void preconditioner(double[] into) {
    loss.diagonal(outer);
    double mean = Math.max(1e-10, Arrays.stream(outer).sum() / loss.outputs());
    Arrays.fill(into, 0, loss.outputs(), mean);
    for (int k = 0; k < loss.outputs(); k++) {
      for (int d = 0; d < norms.length; d++) {
        into[loss.outputs() + k * norms.length + d] = mean * norms[d] + penalty + 1e-300;
      }
    }
  }

  /** From derivatives by score to derivatives by parameter, with the penalty's own. */
  private void collect(double[] parameters, double[] into) {
    int outputs = loss.outputs();
    Arrays.fill(into, 0, outputs, 0);
    for (int k = 0; k < outputs && loss.intercept(); k++) {
      for (int i = 0; i < loss.rows(); i++) {
        into[k] += outer[k * loss.rows() + i];
      }
    }
    z.transposed(outer, outputs, into);
    Dense.add(penalty, parameters, outputs, into, outputs, into.length - outputs);
  }
}
