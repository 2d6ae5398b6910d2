package org.interfuse.head;

/**
 * A sum of positive terms given by their logarithms, kept relative to its largest term so that
 * neither overflow nor underflow happens whatever the terms' range. Not thread-safe.
 */
final class LogSum {
  private double largest = Double.NEGATIVE_INFINITY;
  private double sum;

  /** Adds {@code exp(logTerm)}. */
  void add(double logTerm) {
    if (logTerm == Double.NEGATIVE_INFINITY) {
      return;
    }
    if (logTerm > largest) {
      sum = sum * Math.exp(largest - logTerm) + 1;
      largest = logTerm;
    } else {
      sum += Math.exp(logTerm - largest);
    }
  }

  /** Logarithm of the sum; −∞ while it is empty. */
  double log() {
    return largest + Math.log(sum);
  }

  /** {@code log(exp(a) + exp(b))}. */
  static double log(double a, double b) {
    double larger = Math.max(a, b);
    if (larger == Double.NEGATIVE_INFINITY) {
      return larger;
    }
    return larger + Math.log1p(Math.exp(Math.min(a, b) - larger));
  }
}
