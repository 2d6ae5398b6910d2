package org.interfuse.baseline;

import org.interfuse.preprocessing.FeatureShape;
import org.interfuse.preprocessing.Features;

/**
 * Rows for a linear model: the numeric columns, then per categorical column one 0/1 column for each
 * code but 0, so that the bucket of missing and unseen levels is the reference.
 *
 * @param rows n
 * @param width p
 * @param values row-major [n × p]
 * @param rotated whether columns are principal coordinates already, all or most of them, so that
 *     little is won by finding those of them
 */
record DesignMatrix(int rows, int width, float[] values, boolean rotated) {

  /** Of columns as they are. */
  DesignMatrix(int rows, int width, float[] values) {
    this(rows, width, values, false);
  }

  /** The design of some rows of the features, in the order given. */
  static DesignMatrix of(Features features, int[] rows, boolean rotated) {
    FeatureShape shape = features.shape();
    int numeric = shape.numericWidth();
    int width = width(shape);
    float[] values = new float[Math.multiplyExact(rows.length, width)];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(features.numeric(), rows[i] * numeric, values, i * width, numeric);
      encode(features, rows[i], values, i * width + numeric);
    }
    return new DesignMatrix(rows.length, width, values, rotated);
  }

  private static int width(FeatureShape shape) {
    int width = shape.numericWidth();
    for (int cardinality : shape.cardinalities()) {
      width += cardinality - 1;
    }
    return width;
  }

  private static void encode(Features features, int row, float[] values, int to) {
    int[] cardinalities = features.shape().cardinalities();
    for (int q = 0; q < cardinalities.length; q++) {
      int code = features.categories()[row * cardinalities.length + q];
      if (code > 0) {
        values[to + code - 1] = 1;
      }
      to += cardinalities[q] - 1;
    }
  }

  /** The mean of every column. */
  double[] means() {
    double[] means = new double[width];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < width; j++) {
        means[j] += values[i * width + j];
      }
    }
    for (int j = 0; j < width; j++) {
      means[j] /= Math.max(1, rows);
    }
    return means;
  }
}
