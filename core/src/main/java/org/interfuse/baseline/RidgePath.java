package org.interfuse.baseline;

import java.util.Arrays;

/** Ridge: α = 0, in {@link RidgeCoordinates}. */
final class RidgePath implements PathSolver {
  /** The path spans this many steps of a factor 10^0.4, from ten times the largest eigenvalue. */
  static final int STEPS = 16;

  private final RidgeCoordinates coordinates;
  private final RidgeObjective objective;
  private final NewtonCg newton;
  private final double[] parameters;
  private final int outputs;

  private RidgePath(RidgeCoordinates coordinates, Response response, int[] rows) {
    this.coordinates = coordinates;
    Loss loss = response.select(rows).loss();
    this.outputs = loss.outputs();
    this.objective = new RidgeObjective(loss, coordinates.products(rows));
    this.newton = new NewtonCg(objective);
    this.parameters = new double[objective.size()];
  }

  /** Solvers for a design. */
  static Factory factory(DesignMatrix design) {
    RidgeCoordinates coordinates = new RidgeCoordinates(design);
    return new Factory() {
      @Override
      public PathSolver on(Response response, int[] rows) {
        return new RidgePath(coordinates, response, rows);
      }

      @Override
      public double[] path(Response response) {
        return RidgePath.path(coordinates, response);
      }
    };
  }

  /**
   * From ten times the curvature along the first principal axis, where even that axis is shrunk to
   * a tenth, down six decades.
   */
  private static double[] path(RidgeCoordinates coordinates, Response response) {
    if (coordinates.rank() == 0) {
      return new double[0];
    }
    Loss loss = response.loss();
    loss.evaluate(new double[loss.rows() * loss.outputs()]);
    double[] diagonal = new double[loss.rows() * loss.outputs()];
    loss.diagonal(diagonal);
    double curvature = Arrays.stream(diagonal).sum() / loss.outputs();
    double first = 10 * curvature * coordinates.largest() / coordinates.rows();
    double[] path = new double[STEPS];
    for (int k = 0; k < STEPS; k++) {
      path[k] = first * Math.pow(10, -0.4 * k);
    }
    return path;
  }

  @Override
  public void solve(double lambda, double tolerance) {
    if (Double.isInfinite(lambda)) {
      Arrays.fill(parameters, 0);
      objective.penalty(1e100);
    } else {
      objective.penalty(lambda);
    }
    newton.minimise(parameters, tolerance);
  }

  @Override
  public double[] scores() {
    double[] scores = new double[coordinates.rows() * outputs];
    coordinates.products().scores(parameters, outputs, scores);
    return scores;
  }

  @Override
  public LinearModel model() {
    return coordinates.model(
        Arrays.copyOf(parameters, outputs),
        Arrays.copyOfRange(parameters, outputs, parameters.length));
  }
}
