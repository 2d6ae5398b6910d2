package org.interfuse.encoder.image;

import org.interfuse.preprocessing.SequenceShape;
import org.interfuse.tensor.GroupNorm;
import org.interfuse.tensor.SpatialConvolution;

/** Sizes of the maps on the way through a network, and what a step of training holds of them. */
final class MapSizes {
  private static final int LEAST_NORMAL = 3; // two normalised values keep nothing but their order

  private final SequenceShape images;
  private long height;
  private long width;
  private long numbers;

  MapSizes(SequenceShape images) {
    this.images = images;
    height = images.axes()[1];
    width = images.axes()[2];
    numbers = 2L * images.tokenSize();
  }

  /** After a stride. */
  MapSizes reduce(long stride) {
    height = SpatialConvolution.reduced(height, stride);
    width = SpatialConvolution.reduced(width, stride);
    return this;
  }

  /** Counts maps of that many channels, each kept for the way back. */
  void hold(int maps, long channels) {
    numbers += maps * channels * height * width;
  }

  /** Refuses maps so small that a group of channels holds too few numbers to be normalised. */
  void requireNormal(long channels, long mostGroups) {
    long values = channels / GroupNorm.groups(channels, mostGroups) * height * width;
    if (values < LEAST_NORMAL) {
      throw new IllegalArgumentException(
          "images of %d × %d pixels are too small: the maps come down to %d × %d"
              .formatted(images.axes()[1], images.axes()[2], height, width));
    }
  }

  /** Float32 numbers and their gradients, of one image for each row. */
  long rowBytes() {
    return 2 * Float.BYTES * numbers;
  }
}
