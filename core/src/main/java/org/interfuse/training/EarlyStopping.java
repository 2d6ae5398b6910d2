package org.interfuse.training;

/** Remembers the best epoch and says when to stop waiting for a better one. Not thread-safe. */
final class EarlyStopping {
  private final int patience;
  private double best = Double.POSITIVE_INFINITY;
  private int bestEpoch;

  EarlyStopping(int patience) {
    this.patience = patience;
  }

  /** Whether this epoch is the best so far; NaN never is. */
  boolean improves(int epoch, double validationLoss) {
    if (validationLoss < best) {
      best = validationLoss;
      bestEpoch = epoch;
      return true;
    }
    return false;
  }

  /** Whether the best epoch lies more than the patience back. */
  boolean exhausted(int epoch) {
    return patience > 0 && epoch - bestEpoch >= patience;
  }

  int bestEpoch() {
    return bestEpoch;
  }
}
