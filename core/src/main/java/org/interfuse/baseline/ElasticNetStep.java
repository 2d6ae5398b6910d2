package org.interfuse.baseline;

import java.util.Arrays;

/** One proximal Newton step of {@link ElasticNetPath}: propose a direction, then go along it. */
final class ElasticNetStep {
  private static final double SUFFICIENT = 1e-4;

  private final float[][] columns;
  private final Loss loss;
  private final double l1;
  private final double l2;
  private final int rows;
  private final double[] slope;
  private final double[] weights;
  private final double[] change;
  private final double[] interceptChange;
  private final double[] scoreChange;
  private double descent;

  /**
   * @param l1 λα
   * @param l2 λ(1 − α)
   */
  ElasticNetStep(float[][] columns, Loss loss, double l1, double l2) {
    this.columns = columns;
    this.loss = loss;
    this.l1 = l1;
    this.l2 = Double.isNaN(l2) ? 0 : l2;
    this.rows = loss.rows();
    int outputs = loss.outputs();
    this.slope = new double[rows * outputs];
    this.weights = new double[rows * outputs];
    this.scoreChange = new double[rows * outputs];
    this.change = new double[columns.length * outputs];
    this.interceptChange = new double[outputs];
  }

  /** The change of the objective that the step promises to first order, at most 0. */
  double descent() {
    return descent;
  }

  /** Solves the quadratic model about the scores that the loss evaluated last. */
  void propose(double[] intercepts, double[] coefficients, double tolerance, int mostSweeps) {
    double[] gradient = new double[slope.length];
    loss.gradient(gradient);
    loss.diagonal(weights);
    System.arraycopy(gradient, 0, slope, 0, slope.length);
    Arrays.fill(change, 0);
    Arrays.fill(interceptChange, 0);
    for (int k = 0; k < interceptChange.length; k++) {
      descend(k, active(k, coefficients), coefficients, tolerance, mostSweeps);
    }
    collectScores();
    descent = Dense.dot(gradient, 0, scoreChange, 0, gradient.length);
    for (int j = 0; j < change.length; j++) {
      descent += penalty(coefficients[j] + change[j]) - penalty(coefficients[j]);
    }
  }

  /** The columns that are in, or must come in, for output k. */
  private int[] active(int k, double[] coefficients) {
    int[] active = new int[columns.length];
    int count = 0;
    for (int j = 0; j < columns.length && !Double.isInfinite(l1); j++) {
      if (coefficients[k * columns.length + j] != 0
          || Math.abs(ElasticNetPath.product(columns[j], slope, k * rows)) > l1) {
        active[count++] = j;
      }
    }
    return Arrays.copyOf(active, count);
  }

  /** Coordinate descent for output k until no coordinate gains more than the tolerance. */
  private void descend(
      int k, int[] active, double[] coefficients, double tolerance, int mostSweeps) {
    double[] bends = new double[active.length];
    for (int a = 0; a < active.length; a++) {
      bends[a] = bend(columns[active[a]], k);
    }
    double total = 0;
    for (int i = 0; i < rows; i++) {
      total += weights[k * rows + i];
    }
    for (int sweep = 0; sweep < mostSweeps; sweep++) {
      double gain = loss.intercept() && total > 0 ? moveIntercept(k, total) : 0;
      for (int a = 0; a < active.length; a++) {
        gain = Math.max(gain, moveCoefficient(k, active[a], bends[a], coefficients));
      }
      if (gain <= 0.01 * tolerance * tolerance) {
        return;
      }
    }
  }

  private double bend(float[] column, int k) {
    double sum = 0;
    for (int i = 0; i < rows; i++) {
      sum += (double) column[i] * column[i] * weights[k * rows + i];
    }
    return sum;
  }

  private double moveIntercept(int k, double total) {
    double sum = 0;
    for (int i = 0; i < rows; i++) {
      sum += slope[k * rows + i];
    }
    double move = -sum / total;
    interceptChange[k] += move;
    for (int i = 0; i < rows; i++) {
      slope[k * rows + i] += weights[k * rows + i] * move;
    }
    return total * move * move;
  }

  private double moveCoefficient(int k, int j, double bend, double[] coefficients) {
    int index = k * columns.length + j;
    double now = coefficients[index] + change[index];
    double pull = bend * now - ElasticNetPath.product(columns[j], slope, k * rows);
    double best = bend + l2 > 0 ? soft(pull, l1) / (bend + l2) : 0;
    double move = best - now;
    if (move == 0) {
      return 0;
    }
    change[index] += move;
    for (int i = 0; i < rows; i++) {
      slope[k * rows + i] += weights[k * rows + i] * columns[j][i] * move;
    }
    return (bend + l2) * move * move;
  }

  private static double soft(double value, double threshold) {
    return Math.signum(value) * Math.max(0, Math.abs(value) - threshold);
  }

  private double penalty(double beta) {
    return beta == 0 ? 0 : l1 * Math.abs(beta) + l2 / 2 * beta * beta;
  }

  private void collectScores() {
    for (int k = 0; k < interceptChange.length; k++) {
      Arrays.fill(scoreChange, k * rows, (k + 1) * rows, interceptChange[k]);
      for (int j = 0; j < columns.length; j++) {
        double move = change[k * columns.length + j];
        for (int i = 0; i < rows && move != 0; i++) {
          scoreChange[k * rows + i] += move * columns[j][i];
        }
      }
    }
  }

  /**
   * Goes along the step, halved until the objective falls enough.
   *
   * @return the loss there, or NaN (and nothing moved) if no share of the step descends
   */
  double advance(double[] scores, double[] intercepts, double[] coefficients, double smooth) {
    double before = smooth + penalty(coefficients, 0);
    double[] trial = new double[scores.length];
    for (double share = 1; share > 1e-10; share /= 2) {
      for (int i = 0; i < trial.length; i++) {
        trial[i] = scores[i] + share * scoreChange[i];
      }
      double next = loss.evaluate(trial);
      if (next + penalty(coefficients, share) <= before + SUFFICIENT * share * descent) {
        System.arraycopy(trial, 0, scores, 0, trial.length);
        Dense.add(share, interceptChange, 0, intercepts, 0, intercepts.length);
        Dense.add(share, change, 0, coefficients, 0, coefficients.length);
        return next;
      }
    }
    return Double.NaN;
  }

  private double penalty(double[] coefficients, double share) {
    double sum = 0;
    for (int j = 0; j < coefficients.length; j++) {
      sum += penalty(coefficients[j] + share * change[j]);
    }
    return sum;
  }
}
