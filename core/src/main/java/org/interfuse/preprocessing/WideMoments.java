package org.interfuse.preprocessing;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.stream.IntStream;
import org.interfuse.finding.Finding;
import org.interfuse.finding.FindingsException;
import org.interfuse.modality.WideMatrix;

/**
 * Figures of every column of a wide matrix over some rows, in one pass over its tiles; a tile holds
 * all these rows, so that deviations are about the mean and not differences of sums.
 *
 * @param mean over the cells that are there; 0 where none is
 * @param deviation standard deviation (divisor n) over them
 * @param missing share of the rows
 * @param nonZero share of the rows that are there and not 0
 */
record WideMoments(double[] mean, double[] deviation, float[] missing, float[] nonZero) {
  private static final int TILE_CELLS = 1 << 20;

  static WideMoments of(String where, WideMatrix matrix, int[] rows, boolean logarithm) {
    int p = matrix.columns();
    WideMoments moments = new WideMoments(new double[p], new double[p], new float[p], new float[p]);
    int multiple = matrix.tileMultiple();
    int width = Math.max(multiple, TILE_CELLS / Math.max(1, rows.length) / multiple * multiple);
    IntStream.range(0, (p + width - 1) / width)
        .parallel()
        .forEach(
            tile -> {
              int from = tile * width;
              moments.fill(where, matrix, rows, from, Math.min(p, from + width), logarithm);
            });
    return moments;
  }

  private void fill(
      String where, WideMatrix matrix, int[] rows, int from, int to, boolean logarithm) {
    int width = to - from;
    ByteBuffer tile =
        ByteBuffer.allocateDirect(rows.length * width * Float.BYTES).order(ByteOrder.nativeOrder());
    matrix.read(rows, from, to, tile);
    int[] there = new int[width];
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < width; j++) {
        int at = (i * width + j) * Float.BYTES;
        float value = tile.getFloat(at);
        if (logarithm) {
          value = (float) Math.log1p(value);
          tile.putFloat(at, value);
        }
        if (!Float.isNaN(value)) {
          requireFinite(where, value, from + j);
          there[j]++;
          mean[from + j] += value;
          nonZero[from + j] += value == 0 ? 0 : 1;
        }
      }
    }
    for (int j = 0; j < width; j++) {
      mean[from + j] /= Math.max(1, there[j]);
      missing[from + j] = 1 - (float) there[j] / rows.length;
      nonZero[from + j] /= rows.length;
    }
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < width; j++) {
        float value = tile.getFloat((i * width + j) * Float.BYTES);
        if (!Float.isNaN(value)) {
          double difference = value - mean[from + j];
          deviation[from + j] += difference * difference;
        }
      }
    }
    for (int j = 0; j < width; j++) {
      deviation[from + j] = Math.sqrt(deviation[from + j] / Math.max(1, there[j]));
    }
  }

  private static void requireFinite(String where, float value, int column) {
    if (Float.isInfinite(value)) {
      throw new FindingsException(
          Finding.of(
              "%s, column %,d".formatted(where, column + 1),
              "a number must be finite in float32, and above -1 for a logarithm",
              "one that is not"));
    }
  }
}
