package org.interfuse.preprocessing;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Frames of named numbers as a table, for what reads columns: of each number mean, deviation,
 * least, greatest, first and last over a row's frames, scaled as the frames are; of an indicator of
 * missing numbers its mean. A plain baseline: it knows levels and ranges, and no shapes.
 */
final class FrameSummaries {
  private static final List<String> FIGURES =
      List.of("mean", "deviation", "least", "greatest", "first", "last");

  private final SequenceFeatures frames;
  private final TokenStore store;
  private final int width;
  private final ByteBuffer token;

  private FrameSummaries(SequenceFeatures frames, TokenStore store) {
    this.frames = frames;
    this.store = store;
    this.width = frames.sequence().tokenSize();
    this.token = ByteBuffer.allocate(width * Float.BYTES).order(ByteOrder.nativeOrder());
  }

  /** Of frames of float32. */
  static Features of(SequenceFeatures frames, TokenStore store) {
    return new FrameSummaries(frames, store).table();
  }

  private static boolean indicates(String name) {
    return name.endsWith(FramePreprocessing.INDICATOR);
  }

  private Features table() {
    List<String> names = new ArrayList<>();
    for (String name : frames.shape().names()) {
      if (indicates(name)) {
        names.add(name);
      } else {
        FIGURES.forEach(figure -> names.add(name + " " + figure));
      }
    }
    float[] numbers = new float[Math.multiplyExact(frames.rows(), names.size())];
    for (int row = 0; row < frames.rows(); row++) {
      describe(row, numbers, row * names.size());
    }
    FeatureShape shape = new FeatureShape(names, names.size(), new int[0]);
    return new Features(frames.rows(), shape, numbers, new int[0]);
  }

  private void describe(int row, float[] numbers, int from) {
    float[][] values = new float[frames.length(row)][width];
    for (int t = 0; t < values.length; t++) {
      store.read(frames.tokens()[frames.starts()[row] + t], token.clear());
      token.flip().asFloatBuffer().get(values[t]);
    }
    int at = from;
    for (int j = 0; j < width; j++) {
      at = describe(scaled(values, j), indicates(frames.shape().names().get(j)), numbers, at);
    }
  }

  private double[] scaled(float[][] values, int column) {
    double centre = Objects.requireNonNull(frames.centre())[column];
    double scale = Objects.requireNonNull(frames.scale())[column];
    double[] scaled = new double[values.length];
    for (int t = 0; t < scaled.length; t++) {
      scaled[t] = (values[t][column] - centre) * scale;
    }
    return scaled;
  }

  /** Writes the figures of one number, and says where the next go. */
  private static int describe(double[] values, boolean indicates, float[] numbers, int from) {
    double mean = 0;
    double least = Double.POSITIVE_INFINITY;
    double greatest = Double.NEGATIVE_INFINITY;
    for (double value : values) {
      mean += value / values.length;
      least = Math.min(least, value);
      greatest = Math.max(greatest, value);
    }
    numbers[from] = (float) mean;
    if (indicates) {
      return from + 1;
    }
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean) / values.length;
    }
    numbers[from + 1] = (float) Math.sqrt(squares);
    numbers[from + 2] = (float) least;
    numbers[from + 3] = (float) greatest;
    numbers[from + 4] = (float) values[0];
    numbers[from + 5] = (float) values[values.length - 1];
    return from + FIGURES.size();
  }
}
