package org.interfuse.training;

/** Remembers the best epoch and says when to stop waiting for a better one. Not thread-safe. */
final class EarlyStopping {
  private final int patience;
  private double best;
  private int bestEpoch;

  EarlyStopping(int patience, double best, int bestEpoch) {
    this.patience = patience;
    this.best = best;
    this.bestEpoch = bestEpoch;
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

  double best() {
    return best;
  }

  int bestEpoch() {
    return bestEpoch;
  }
}
