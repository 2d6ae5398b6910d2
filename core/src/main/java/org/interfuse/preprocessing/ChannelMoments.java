package org.interfuse.preprocessing;

import org.interfuse.image.FramedImages;
import org.interfuse.modality.ImageData;

/**
 * Mean and standard deviation of each channel over all pixels of the training rows' images, those
 * that are looked at. Sums of whole numbers, so in any order the same.
 */
final class ChannelMoments {
  private final long[] sums;
  private final double[] squares;
  private long pixels;

  private ChannelMoments(int channels) {
    sums = new long[channels];
    squares = new double[channels];
  }

  static ChannelMoments of(FramedImages framed, ImageData images, int[] rows, int most) {
    int channels = framed.framing().channels();
    ChannelMoments moments = new ChannelMoments(channels);
    long size = (long) framed.framing().height() * framed.framing().width();
    for (int row : rows) {
      for (int i : ImageChoice.of(images, row, most)) {
        for (int c = 0; c < channels; c++) {
          moments.sums[c] += framed.sum(images.images()[i], c);
          moments.squares[c] += framed.squares(images.images()[i], c);
        }
        moments.pixels += size;
      }
    }
    return moments;
  }

  /** Whether a training image has a colour. */
  static boolean anyColour(ImageData images, int[] rows) {
    for (int row : rows) {
      for (int i = images.starts()[row]; i < images.starts()[row + 1]; i++) {
        if (images.files().get(images.images()[i]).facts().colour()) {
          return true;
        }
      }
    }
    return false;
  }

  double mean(int channel) {
    return pixels == 0 ? 0 : (double) sums[channel] / pixels;
  }

  /** With divisor n; 0 where there are no pixels. */
  double deviation(int channel) {
    double mean = mean(channel);
    double variance = pixels == 0 ? 0 : squares[channel] / pixels - mean * mean;
    return Math.sqrt(Math.max(0, variance));
  }
}
