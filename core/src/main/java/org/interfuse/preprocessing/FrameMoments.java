package org.interfuse.preprocessing;

import org.interfuse.modality.FrameData;

/**
 * Mean and standard deviation of each number over the frames of training rows, those left out that
 * lack it, in one pass (Welford 1962).
 */
final class FrameMoments {
  private final double[] mean;
  private final double[] squares;
  private final long[] counts;
  private long frames;

  private FrameMoments(int width) {
    mean = new double[width];
    squares = new double[width];
    counts = new long[width];
  }

  static FrameMoments of(FrameData data, int[] rows) {
    FrameMoments moments = new FrameMoments(data.width());
    for (int row : rows) {
      float[] values = data.values()[row];
      for (int from = 0; from < values.length; from += data.width()) {
        moments.see(values, from);
      }
    }
    return moments;
  }

  private void see(float[] values, int from) {
    frames++;
    for (int j = 0; j < mean.length; j++) {
      double value = values[from + j];
      if (!Double.isNaN(value)) {
        counts[j]++;
        double before = value - mean[j];
        mean[j] += before / counts[j];
        squares[j] += before * (value - mean[j]);
      }
    }
  }

  /** Whether some training frame lacks it. */
  boolean lacking(int column) {
    return counts[column] < frames;
  }

  /** The means; 0 of what no training frame has. */
  double[] centre() {
    return mean;
  }

  /** One over the deviation; 0 where there is none beyond rounding. */
  double[] scale() {
    double[] scale = new double[mean.length];
    for (int j = 0; j < scale.length; j++) {
      double deviation = counts[j] == 0 ? 0 : Math.sqrt(squares[j] / counts[j]);
      scale[j] = deviation > 1e-6 * Math.abs(mean[j]) ? 1 / deviation : 0;
    }
    return scale;
  }
}
