package org.interfuse.baseline;

/** Negative log-likelihood of K classes, log Σ_k exp(η_k) − η_y. */
final class SoftmaxLoss implements Loss {
  private final int classes;
  private final int[] labels;
  private final double[] probability;

  /** Labels 0 … K−1. */
  SoftmaxLoss(int classes, int[] labels) {
    this.classes = classes;
    this.labels = labels;
    this.probability = new double[Math.multiplyExact(classes, labels.length)];
  }

  @Override
  public int rows() {
    return labels.length;
  }

  @Override
  public int outputs() {
    return classes;
  }

  @Override
  public boolean intercept() {
    return true;
  }

  @Override
  public double evaluate(double[] scores) {
    int n = labels.length;
    double sum = 0;
    for (int i = 0; i < n; i++) {
      double largest = scores[i];
      for (int k = 1; k < classes; k++) {
        largest = Math.max(largest, scores[k * n + i]);
      }
      double total = 0;
      for (int k = 0; k < classes; k++) {
        probability[k * n + i] = Math.exp(scores[k * n + i] - largest);
        total += probability[k * n + i];
      }
      for (int k = 0; k < classes; k++) {
        probability[k * n + i] /= total;
      }
      sum += Math.log(total) + largest - scores[labels[i] * n + i];
    }
    return sum / n;
  }

  @Override
  public void gradient(double[] into) {
    int n = labels.length;
    for (int index = 0; index < probability.length; index++) {
      into[index] = probability[index] / n;
    }
    for (int i = 0; i < n; i++) {
      into[labels[i] * n + i] -= 1.0 / n;
    }
  }

  @Override
  public void curvature(double[] direction, double[] into) {
    int n = labels.length;
    for (int i = 0; i < n; i++) {
      double mean = 0;
      for (int k = 0; k < classes; k++) {
        mean += probability[k * n + i] * direction[k * n + i];
      }
      for (int k = 0; k < classes; k++) {
        into[k * n + i] = probability[k * n + i] * (direction[k * n + i] - mean) / n;
      }
    }
  }

  @Override
  public void diagonal(double[] into) {
    for (int index = 0; index < probability.length; index++) {
      into[index] = probability[index] * (1 - probability[index]) / labels.length;
    }
  }
}
