package org.interfuse.baseline;

import java.util.Arrays;

/**
 * Elastic net, 0 < α ≤ 1: proximal Newton steps whose quadratic model (the loss's diagonal
 * curvature) is solved by cyclic coordinate descent over an active set (Friedman, Hastie and
 * Tibshirani 2010), with backtracking so that every step descends (Tseng and Yun 2009). Columns
 * enter the active set when they violate the optimality conditions, checked over all columns at
 * every step, so the solution is exact.
 */
final class ElasticNetPath implements PathSolver {
  static final int STEPS = 30;
  private static final int MOST_STEPS = 5000;
  private static final int MOST_SWEEPS = 1000;

  private final float[][] all;
  private final float[][] columns;
  private final double l1Ratio;
  private final Loss loss;
  private final int rows;
  private final int outputs;
  private final double[] intercepts;
  private final double[] coefficients;
  private final double[] scores;

  private ElasticNetPath(float[][] all, Response response, int[] rows, double l1Ratio) {
    this.all = all;
    this.columns = select(all, rows);
    this.l1Ratio = l1Ratio;
    this.loss = response.select(rows).loss();
    this.rows = rows.length;
    this.outputs = loss.outputs();
    this.intercepts = new double[outputs];
    this.coefficients = new double[outputs * all.length];
    this.scores = new double[outputs * rows.length];
  }

  /** Solvers for a design. */
  static Factory factory(DesignMatrix design, double l1Ratio) {
    float[][] columns = columns(design);
    return new Factory() {
      @Override
      public PathSolver on(Response response, int[] rows) {
        return new ElasticNetPath(columns, response, rows, l1Ratio);
      }

      @Override
      public double[] path(Response response) {
        int[] rows = java.util.stream.IntStream.range(0, response.size()).toArray();
        return new ElasticNetPath(columns, response, rows, l1Ratio).path();
      }
    };
  }

  private static float[][] columns(DesignMatrix design) {
    float[][] columns = new float[design.width()][design.rows()];
    for (int i = 0; i < design.rows(); i++) {
      for (int j = 0; j < design.width(); j++) {
        columns[j][i] = design.values()[i * design.width() + j];
      }
    }
    return columns;
  }

  private static float[][] select(float[][] all, int[] rows) {
    float[][] selected = new float[all.length][rows.length];
    for (int j = 0; j < all.length; j++) {
      for (int i = 0; i < rows.length; i++) {
        selected[j][i] = all[j][rows[i]];
      }
    }
    return selected;
  }

  /** From the least penalty at which no column enters, down two decades if p > n, else four. */
  private double[] path() {
    solve(Double.POSITIVE_INFINITY, 1e-9);
    loss.evaluate(scores);
    double[] gradient = new double[scores.length];
    loss.gradient(gradient);
    double first = 0;
    for (int k = 0; k < outputs; k++) {
      for (float[] column : columns) {
        first = Math.max(first, Math.abs(product(column, gradient, k * rows)) / l1Ratio);
      }
    }
    if (!(first > 0)) {
      return new double[0];
    }
    double decades = columns.length > rows ? 2 : 4;
    double[] path = new double[STEPS];
    for (int s = 0; s < STEPS; s++) {
      path[s] = first * Math.pow(10, -decades * s / (STEPS - 1));
    }
    return path;
  }

  @Override
  public void solve(double lambda, double tolerance) {
    if (Double.isInfinite(lambda)) {
      Arrays.fill(coefficients, 0);
      Arrays.fill(scores, 0);
      addIntercepts();
    }
    ElasticNetStep step =
        new ElasticNetStep(columns, loss, lambda * l1Ratio, lambda * (1 - l1Ratio));
    double smooth = loss.evaluate(scores);
    for (int iteration = 0; iteration < MOST_STEPS; iteration++) {
      step.propose(intercepts, coefficients, tolerance, MOST_SWEEPS);
      if (-step.descent() <= tolerance * tolerance) {
        return;
      }
      double next = step.advance(scores, intercepts, coefficients, smooth);
      if (Double.isNaN(next)) {
        loss.evaluate(scores);
        return;
      }
      smooth = next;
    }
  }

  private void addIntercepts() {
    for (int k = 0; k < outputs; k++) {
      Arrays.fill(scores, k * rows, (k + 1) * rows, intercepts[k]);
    }
  }

  @Override
  public double[] scores() {
    int n = all.length == 0 ? rows : all[0].length;
    double[] everyone = new double[outputs * n];
    for (int k = 0; k < outputs; k++) {
      Arrays.fill(everyone, k * n, (k + 1) * n, intercepts[k]);
      for (int j = 0; j < all.length; j++) {
        double beta = coefficients[k * all.length + j];
        for (int i = 0; i < n && beta != 0; i++) {
          everyone[k * n + i] += beta * all[j][i];
        }
      }
    }
    return everyone;
  }

  @Override
  public LinearModel model() {
    return new LinearModel(intercepts.clone(), coefficients.clone());
  }

  static double product(float[] column, double[] values, int from) {
    double s0 = 0;
    double s1 = 0;
    int i = 0;
    for (; i + 1 < column.length; i += 2) {
      s0 += column[i] * values[from + i];
      s1 += column[i + 1] * values[from + i + 1];
    }
    return i < column.length ? s0 + s1 + column[i] * values[from + i] : s0 + s1;
  }
}
