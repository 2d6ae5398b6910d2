package org.interfuse.image;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a decoded picture as grey or red, green and blue from 0 to 255, row by row, with
 * opacity from 0 to 1 beside them. Samples of 8 bits are taken as they are and those of fewer are
 * stretched; deeper ones, also floating ones, are brought to 0 to 255 by a window. Not thread-safe.
 */
final class SampleRows {
  private final Raster raster;
  private final int width;
  private final int bands;
  private final int channels;
  private final boolean alpha;
  private final boolean cyan;
  private final int bits;
  private final boolean deep;
  private final boolean whole;
  private final int @Nullable [] palette;
  private final boolean translucentPalette;
  private final int[] wholeRow;
  private final double[] row;
  private double low;
  private double scale = 1;

  SampleRows(BufferedImage image) throws BrokenImageException {
    raster = image.getRaster();
    width = image.getWidth();
    bands = raster.getNumBands();
    int type = raster.getSampleModel().getDataType();
    bits = raster.getSampleModel().getSampleSize(0);
    whole = type != DataBuffer.TYPE_FLOAT && type != DataBuffer.TYPE_DOUBLE;
    deep = bits > 8 || !whole;
    palette = palette(image);
    translucentPalette = palette != null && image.getColorModel().hasAlpha();
    alpha = palette == null && image.getColorModel().hasAlpha();
    cyan = bands - (alpha ? 1 : 0) == 4;
    channels = palette != null || bands >= 3 ? 3 : 1;
    requireKnown(image);
    wholeRow = new int[whole ? width * bands : 0];
    row = new double[width * bands];
    if (!deep && palette == null) {
      scale = 255.0 / ((1 << bits) - 1);
    }
  }

  private static int @Nullable [] palette(BufferedImage image) {
    if (!(image.getColorModel() instanceof IndexColorModel colours)) {
      return null;
    }
    int[] palette = new int[colours.getMapSize()];
    colours.getRGBs(palette);
    return palette;
  }

  private void requireKnown(BufferedImage image) throws BrokenImageException {
    int space = image.getColorModel().getColorSpace().getType();
    boolean known =
        palette != null
            || space == ColorSpace.TYPE_GRAY && bands - (alpha ? 1 : 0) == 1
            || space == ColorSpace.TYPE_RGB && bands - (alpha ? 1 : 0) == 3
            || space == ColorSpace.TYPE_CMYK && cyan && !deep;
    if (!known) {
      throw new BrokenImageException(
          "%d samples a pixel, which are neither grey, colours nor a palette".formatted(bands));
    }
  }

  int width() {
    return width;
  }

  int height() {
    return raster.getHeight();
  }

  /** 1 for grey, 3 for colours. */
  int channels() {
    return channels;
  }

  int bits() {
    return palette == null ? bits : 8;
  }

  /** Whether samples need a window: they have more than 8 bits. */
  boolean deep() {
    return deep;
  }

  boolean hasAlpha() {
    return alpha || translucentPalette;
  }

  /** The window of deep samples: what becomes 0 and what becomes 255. */
  void window(double lowest, double highest) {
    low = lowest;
    scale = highest > lowest ? 255 / (highest - lowest) : 0;
  }

  /** The least and the greatest sample, without opacity; those that are no numbers do not count. */
  double[] range() {
    double[] range = {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};
    int counted = alpha ? bands - 1 : bands;
    for (int y = 0; y < height(); y++) {
      load(y);
      for (int i = 0; i < row.length; i++) {
        if (i % bands < counted && Double.isFinite(row[i])) {
          range[0] = Math.min(range[0], row[i]);
          range[1] = Math.max(range[1], row[i]);
        }
      }
    }
    return range;
  }

  private void load(int y) {
    if (whole) {
      raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, wholeRow);
      for (int i = 0; i < row.length; i++) {
        row[i] = wholeRow[i];
      }
    } else {
      raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, row);
    }
  }

  /**
   * Reads a row.
   *
   * @param samples [width × channels]
   * @param opacity [width], written only where the picture has it
   */
  void read(int y, float[] samples, float[] opacity) {
    load(y);
    if (palette != null) {
      ofPalette(palette, samples, opacity);
    } else if (cyan) {
      ofCyan(samples, opacity);
    } else {
      for (int x = 0; x < width; x++) {
        for (int c = 0; c < channels; c++) {
          samples[x * channels + c] = (float) windowed(row[x * bands + c]);
        }
        readOpacity(x, opacity);
      }
    }
  }

  private double windowed(double sample) {
    double value = (sample - low) * scale;
    return value > 0 ? Math.min(255, value) : 0; // 0 also for what is no number
  }

  private void readOpacity(int x, float[] opacity) {
    if (alpha) {
      double full = whole ? Math.scalb(1.0, bits) - 1 : 1;
      opacity[x] = (float) Math.max(0, Math.min(1, row[x * bands + bands - 1] / full));
    }
  }

  private void ofPalette(int[] colours, float[] samples, float[] opacity) {
    for (int x = 0; x < width; x++) {
      int colour = colours[Math.min(colours.length - 1, wholeRow[x])];
      samples[3 * x] = colour >> 16 & 0xff;
      samples[3 * x + 1] = colour >> 8 & 0xff;
      samples[3 * x + 2] = colour & 0xff;
      opacity[x] = (colour >>> 24) / 255f;
    }
  }

  private void ofCyan(float[] samples, float[] opacity) {
    for (int x = 0; x < width; x++) {
      double black = 255 - row[x * bands + 3];
      for (int c = 0; c < 3; c++) {
        samples[3 * x + c] = (float) ((255 - row[x * bands + c]) * black / 255);
      }
      readOpacity(x, opacity);
    }
  }
}
