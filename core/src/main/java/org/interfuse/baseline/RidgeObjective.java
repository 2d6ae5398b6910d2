package org.interfuse.baseline;

import java.util.Arrays;

/**
 * Mean loss + (λ/2)‖v‖² over intercepts and coordinates. Parameters are [K intercepts, then K × r
 * coordinates, class-major]; intercepts are not penalised, and stay 0 for a loss without one.
 */
final class RidgeObjective implements NewtonCg.Objective {
  private final Loss loss;
  private final double[] z;
  private final int rank;
  private final double[] norms;
  private final double[] scores;
  private final double[] outer;
  private double penalty;

  RidgeObjective(Loss loss, double[] z, int rank) {
    this.loss = loss;
    this.z = z;
    this.rank = rank;
    this.scores = new double[loss.rows() * loss.outputs()];
    this.outer = new double[scores.length];
    this.norms = new double[rank];
    for (int i = 0; i < loss.rows(); i++) {
      for (int d = 0; d < rank; d++) {
        norms[d] += z[i * rank + d] * z[i * rank + d] / loss.rows();
      }
    }
  }

  void penalty(double lambda) {
    this.penalty = lambda;
  }

  @Override
  public int size() {
    return loss.outputs() * (1 + rank);
  }

  @Override
  public double evaluate(double[] parameters) {
    scores(parameters, z, loss.rows(), rank, loss.outputs(), scores);
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
    scores(direction, z, loss.rows(), rank, loss.outputs(), scores);
    loss.curvature(scores, outer);
    collect(direction, into);
  }

  @Override
  public void preconditioner(double[] into) {
    loss.diagonal(outer);
    double mean = Math.max(1e-10, Arrays.stream(outer).sum() / loss.outputs());
    Arrays.fill(into, 0, loss.outputs(), mean);
    for (int k = 0; k < loss.outputs(); k++) {
      for (int d = 0; d < rank; d++) {
        into[loss.outputs() + k * rank + d] = mean * norms[d] + penalty + 1e-300;
      }
    }
  }

  /** η = b + Z v, class-major. */
  static void scores(
      double[] parameters, double[] z, int rows, int rank, int outputs, double[] into) {
    for (int i = 0; i < rows; i++) {
      for (int k = 0; k < outputs; k++) {
        into[k * rows + i] =
            parameters[k] + Dense.dot(z, i * rank, parameters, outputs + k * rank, rank);
      }
    }
  }

  /** From derivatives by score to derivatives by parameter, with the penalty's own. */
  private void collect(double[] parameters, double[] into) {
    int outputs = loss.outputs();
    Arrays.fill(into, 0);
    for (int k = 0; k < outputs && loss.intercept(); k++) {
      for (int i = 0; i < loss.rows(); i++) {
        into[k] += outer[k * loss.rows() + i];
      }
    }
    for (int i = 0; i < loss.rows(); i++) {
      for (int k = 0; k < outputs; k++) {
        Dense.add(outer[k * loss.rows() + i], z, i * rank, into, outputs + k * rank, rank);
      }
    }
    Dense.add(penalty, parameters, outputs, into, outputs, into.length - outputs);
  }
}
