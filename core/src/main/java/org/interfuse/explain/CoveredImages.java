package org.interfuse.explain;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;
import java.util.stream.IntStream;
import org.interfuse.preprocessing.SequenceFeatures;
import org.interfuse.preprocessing.TokenStore;
import org.jspecify.annotations.Nullable;

/**
 * The images of one row, and then one of them with each square of a grid covered in the training
 * images' mean colour.
 *
 * @param features that hold the row
 * @param row its number
 * @param image which of its images is covered
 * @param side squares along each axis
 */
record CoveredImages(SequenceFeatures features, int row, int image, int side)
    implements TokenStore {
  /** Row 0 is as it was; row 1 + s has square s of the image covered, row by row. */
  SequenceFeatures rows() {
    int own = features.length(row);
    int rows = 1 + side * side;
    int[] starts = IntStream.rangeClosed(0, rows).map(i -> i * own).toArray();
    int[] tokens = IntStream.range(0, rows * own).map(i -> i % own).toArray();
    for (int square = 0; square < side * side; square++) {
      tokens[(1 + square) * own + image] = own + square;
    }
    return new SequenceFeatures(
        features.shape(), starts, tokens, this, features.centre(), features.scale(), times(rows));
  }

  /** Those of the row, again and again. */
  private float @Nullable [] times(int rows) {
    float[] all = features.times();
    if (all == null) {
      return null;
    }
    int own = features.length(row);
    float[] times = new float[rows * own];
    for (int i = 0; i < rows; i++) {
      System.arraycopy(all, features.starts()[row], times, i * own, own);
    }
    return times;
  }

  private TokenStore store() {
    return Objects.requireNonNull(features.store());
  }

  @Override
  public int size() {
    return features.length(row) + side * side;
  }

  @Override
  public Element element() {
    return store().element();
  }

  @Override
  public long heldBytes() {
    return 0;
  }

  @Override
  public void read(int token, ByteBuffer target) {
    int own = features.length(row);
    int from = target.position();
    int covered = token < own ? token : image;
    store().read(features.tokens()[features.starts()[row] + covered], target);
    if (token >= own) {
      cover(token - own, from, target);
    }
  }

  private void cover(int square, int from, ByteBuffer target) {
    int[] axes = features.sequence().axes(); // channels, height, width
    int bytes = element().bytes();
    ByteBuffer image = target.duplicate().order(ByteOrder.nativeOrder());
    for (int channel = 0; channel < axes[0]; channel++) {
      for (int y = from(square / side, axes[1]); y < from(square / side + 1, axes[1]); y++) {
        for (int x = from(square % side, axes[2]); x < from(square % side + 1, axes[2]); x++) {
          int place = from + ((channel * axes[1] + y) * axes[2] + x) * bytes;
          put(image, place, mean(channel));
        }
      }
    }
  }

  private int from(int square, int length) {
    return square * length / side;
  }

  private float mean(int channel) {
    float[] centre = features.centre();
    return centre == null ? 0 : centre[channel];
  }

  private void put(ByteBuffer image, int place, float value) {
    if (element() == Element.UINT8) {
      image.put(place, (byte) Math.max(0, Math.min(255, Math.round(value))));
    } else {
      image.putFloat(place, value);
    }
  }
}
