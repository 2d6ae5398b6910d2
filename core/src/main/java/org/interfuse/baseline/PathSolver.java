package org.interfuse.baseline;

/**
 * One penalised problem solved along a path of penalties, each from where the last one ended. The
 * objective is that of glmnet (Friedman, Hastie and Tibshirani 2010): mean loss + λ [(1 − α)/2 ‖β‖²
 * + α ‖β‖₁]. Not thread-safe.
 */
interface PathSolver {
  /** Solves at penalty λ ≥ 0, or at infinity: intercepts alone. */
  void solve(double lambda, double tolerance);

  /** Scores of every row of the whole problem, class-major, also of rows not fitted. */
  double[] scores();

  /** The model solved last. */
  LinearModel model();

  /** The whole of a problem, from which solvers for some of its rows are made. */
  interface Factory {
    /** A solver fitted on some rows. */
    PathSolver on(Response response, int[] rows);

    /** The penalties to try, descending; empty if no column varies. */
    double[] path(Response response);
  }
}
