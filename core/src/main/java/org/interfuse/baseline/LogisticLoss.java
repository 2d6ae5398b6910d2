package org.interfuse.baseline;

/** Negative log-likelihood of two classes, log(1 + exp(−sη)) with s = ±1. */
final class LogisticLoss implements Loss {
  private final int[] labels;
  private final double[] probability;

  /** Labels 0 or 1; η is the log-odds of 1. */
  LogisticLoss(int[] labels) {
    this.labels = labels;
    this.probability = new double[labels.length];
  }

  @Override
  public int rows() {
    return labels.length;
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
    for (int i = 0; i < labels.length; i++) {
      double small = Math.exp(-Math.abs(scores[i]));
      double against = labels[i] == 1 ? -scores[i] : scores[i];
      sum += Math.log1p(small) + Math.max(0, against);
      probability[i] = (scores[i] >= 0 ? 1 : small) / (1 + small);
    }
    return sum / labels.length;
  }

  @Override
  public void gradient(double[] into) {
    for (int i = 0; i < labels.length; i++) {
      into[i] = (probability[i] - labels[i]) / labels.length;
    }
  }

  @Override
  public void curvature(double[] direction, double[] into) {
    for (int i = 0; i < labels.length; i++) {
      into[i] = probability[i] * (1 - probability[i]) * direction[i] / labels.length;
    }
  }

  @Override
  public void diagonal(double[] into) {
    for (int i = 0; i < labels.length; i++) {
      into[i] = probability[i] * (1 - probability[i]) / labels.length;
    }
  }
}
