package org.interfuse.preprocessing;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Images as a table, for what reads columns: of each channel a thumbnail of {@value #SIZE} ×
 * {@value #SIZE} averages, scaled as the images are, averaged over the images of a row. A weak
 * baseline: it knows roughly where an image is dark, and no shapes.
 */
final class Thumbnails {
  private static final int SIZE = 8;

  private Thumbnails() {}

  /** Of images [channels, height, width] of bytes, height and width 8 or more. */
  static Features of(SequenceFeatures images, TokenStore store) {
    int[] axes = images.sequence().axes();
    List<String> names = names(axes[0]);
    float[] numbers = new float[images.rows() * names.size()];
    Map<Integer, float[]> known = new HashMap<>();
    ByteBuffer pixels =
        ByteBuffer.allocate(images.sequence().tokenSize()).order(ByteOrder.nativeOrder());
    for (int row = 0; row < images.rows(); row++) {
      for (int t = images.starts()[row]; t < images.starts()[row + 1]; t++) {
        float[] small =
            known.computeIfAbsent(
                images.tokens()[t],
                token -> {
                  store.read(token, pixels.clear());
                  return thumbnail(images, axes, pixels.array());
                });
        for (int j = 0; j < small.length; j++) {
          numbers[row * small.length + j] += small[j] / images.length(row);
        }
      }
    }
    FeatureShape shape = new FeatureShape(names, names.size(), new int[0]);
    return new Features(images.rows(), shape, numbers, new int[0]);
  }

  private static List<String> names(int channels) {
    List<String> words = channels == 1 ? List.of("grey") : List.of("red", "green", "blue");
    List<String> names = new ArrayList<>();
    for (int c = 0; c < channels; c++) {
      for (int i = 0; i < SIZE * SIZE; i++) {
        names.add("%s %d,%d".formatted(words.get(c), i / SIZE + 1, i % SIZE + 1));
      }
    }
    return names;
  }

  private static float[] thumbnail(SequenceFeatures images, int[] axes, byte[] pixels) {
    float[] centre = images.centre();
    float[] scale = images.scale();
    float[] small = new float[axes[0] * SIZE * SIZE];
    for (int j = 0; j < small.length; j++) {
      int c = j / (SIZE * SIZE);
      float mean = mean(pixels, c, j / SIZE % SIZE, j % SIZE, axes);
      small[j] = (mean - (centre == null ? 0 : centre[c])) * (scale == null ? 1 : scale[c]);
    }
    return small;
  }

  /** The average of whole pixels between the eighths of an image. */
  private static float mean(byte[] pixels, int channel, int row, int column, int[] axes) {
    long sum = 0;
    int top = row * axes[1] / SIZE;
    int bottom = (row + 1) * axes[1] / SIZE;
    int left = column * axes[2] / SIZE;
    int right = (column + 1) * axes[2] / SIZE;
    for (int y = top; y < bottom; y++) {
      for (int x = left; x < right; x++) {
        sum += pixels[(channel * axes[1] + y) * axes[2] + x] & 0xff;
      }
    }
    return (float) sum / ((bottom - top) * (right - left));
  }
}
