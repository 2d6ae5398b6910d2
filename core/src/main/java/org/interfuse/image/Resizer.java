package org.interfuse.image;

import java.util.Arrays;

/**
 * Resizes a picture row by row, first along x, then along y, so that only the small one is held.
 * Pixels that are not opaque are laid on the background first. Not thread-safe.
 */
final class Resizer {
  private final SampleRows rows;
  private final int channels;
  private final float background;
  private final float[] samples;
  private final float[] opacity;
  private final float[] mixed;

  /**
   * @param channels 1 or 3
   * @param background grey level beneath what is not opaque, 0 to 255
   */
  Resizer(SampleRows rows, int channels, float background) {
    this.rows = rows;
    this.channels = channels;
    this.background = background;
    samples = new float[rows.width() * rows.channels()];
    opacity = new float[rows.width()];
    mixed = new float[rows.width() * channels];
  }

  /** [height, width, channels], rounded to whole numbers. */
  byte[] resize(Taps down, Taps across) {
    int width = across.count() * channels;
    float[] sums = new float[down.count() * width];
    float[] narrow = new float[width];
    int open = 0;
    for (int y = down.first()[0]; y < down.end(down.count() - 1); y++) {
      load(y);
      narrow(across, narrow);
      while (down.end(open) <= y) {
        open++;
      }
      for (int i = open; i < down.count() && down.first()[i] <= y; i++) {
        if (y < down.end(i)) {
          float weight = down.weights()[i][y - down.first()[i]];
          for (int k = 0; k < width; k++) {
            sums[i * width + k] += weight * narrow[k];
          }
        }
      }
    }
    byte[] pixels = new byte[sums.length];
    for (int k = 0; k < pixels.length; k++) {
      pixels[k] = (byte) (int) Math.max(0, Math.min(255, sums[k] + 0.5f));
    }
    return pixels;
  }

  private void narrow(Taps across, float[] narrow) {
    Arrays.fill(narrow, 0);
    for (int i = 0; i < across.count(); i++) {
      float[] weights = across.weights()[i];
      int at = across.first()[i] * channels;
      for (float weight : weights) {
        for (int c = 0; c < channels; c++) {
          narrow[i * channels + c] += weight * mixed[at++];
        }
      }
    }
  }

  /** A row in the channels asked for, opaque. Grey of colours is the luma of ITU-R BT.601. */
  private void load(int y) {
    rows.read(y, samples, opacity);
    int given = rows.channels();
    for (int x = 0; x < rows.width(); x++) {
      float share = rows.hasAlpha() ? opacity[x] : 1;
      float grey =
          given == 3 && channels == 1
              ? 0.299f * samples[3 * x] + 0.587f * samples[3 * x + 1] + 0.114f * samples[3 * x + 2]
              : 0;
      for (int c = 0; c < channels; c++) {
        float value = given == channels ? samples[x * given + c] : given == 1 ? samples[x] : grey;
        mixed[x * channels + c] = share == 1 ? value : share * value + (1 - share) * background;
      }
    }
  }
}
