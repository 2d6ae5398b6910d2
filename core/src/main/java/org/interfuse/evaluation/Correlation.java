package org.interfuse.evaluation;

/** Pearson's correlation of two columns of numbers. */
final class Correlation {
  private Correlation() {}

  /** NaN where either column does not vary. */
  static double of(double[] left, double[] right) {
    double leftMean = mean(left);
    double rightMean = mean(right);
    double product = 0;
    double leftSquares = 0;
    double rightSquares = 0;
    for (int i = 0; i < left.length; i++) {
      double leftDeviation = left[i] - leftMean;
      double rightDeviation = right[i] - rightMean;
      product += leftDeviation * rightDeviation;
      leftSquares += leftDeviation * leftDeviation;
      rightSquares += rightDeviation * rightDeviation;
    }
    if (constant(left) || constant(right)) {
      return Double.NaN;
    }
    double correlation = product / (Math.sqrt(leftSquares) * Math.sqrt(rightSquares));
    return Math.min(1, Math.max(-1, correlation));
  }

  static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  /** Whether all values are the same; deviations from a rounded mean would not tell. */
  static boolean constant(double[] values) {
    for (double value : values) {
      if (value != values[0]) {
        return false;
      }
    }
    return true;
  }
}
