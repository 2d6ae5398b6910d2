package org.interfuse.baseline;

import java.util.Arrays;

/** ½(η − y)². */
final class SquaredLoss implements Loss {
  private final double[] values;
  private final double[] residual;

  SquaredLoss(double[] values) {
    this.values = values;
    this.residual = new double[values.length];
  }

  @Override
  public int rows() {
    return values.length;
  }

  @Override
  public int outputs() {
    return 1;
  }

  @Override
  public boolean intercept() {
    return true;
  }

  @Override
  public double evaluate(double[] scores) {
    double sum = 0;
    for (int i = 0; i < values.length; i++) {
      residual[i] = scores[i] - values[i];
      sum += residual[i] * residual[i];
    }
    return sum / (2 * values.length);
  }

  @Override
  public void gradient(double[] into) {
    for (int i = 0; i < values.length; i++) {
      into[i] = residual[i] / values.length;
    }
  }

  @Override
  public void curvature(double[] direction, double[] into) {
    for (int i = 0; i < values.length; i++) {
      into[i] = direction[i] / values.length;
    }
  }

  @Override
  public void diagonal(double[] into) {
    Arrays.fill(into, 1.0 / values.length);
  }
}
