package org.interfuse.image;

import java.util.List;

/**
 * How pictures are brought to one size.
 *
 * @param height of the result in pixels, 1 or more
 * @param width of the result
 * @param fit what happens where the proportions differ
 * @param channels 1 for grey, 3 for red, green and blue
 * @param background level beneath what is not opaque and around what is padded, 0 to 255
 * @param low of samples of more than 8 bits what becomes 0; NaN for the least of each file
 * @param high what becomes 255; NaN for the greatest of each file
 * @param middle share of height and width of what {@code CROP} takes that is looked at, around the
 *     middle; above 0, at most 1
 */
public record Framing(
    int height,
    int width,
    Fit fit,
    int channels,
    int background,
    double low,
    double high,
    double middle) {
  /** The whole of what is taken. */
  public Framing(
      int height, int width, Fit fit, int channels, int background, double low, double high) {
    this(height, width, fit, channels, background, low, high, 1);
  }

  /**
   * With a window as studies write it: two numbers, or none for each file's own least and greatest
   * sample.
   */
  public static Framing windowed(
      int height,
      int width,
      Fit fit,
      int channels,
      int background,
      List<Double> window,
      double middle) {
    double low = window.isEmpty() ? Double.NaN : window.get(0);
    double high = window.isEmpty() ? Double.NaN : window.get(1);
    return new Framing(height, width, fit, channels, background, low, high, middle);
  }

  /**
   * Refuses what is no window.
   *
   * @throws IllegalArgumentException if it is neither empty nor two ascending numbers
   */
  public static void requireWindow(List<Double> window) {
    if (!window.isEmpty() && (window.size() != 2 || !(window.get(0) < window.get(1)))) {
      throw new IllegalArgumentException(
          "window: expected two numbers, the lower first, but it is " + window);
    }
  }

  /** What happens where the proportions of picture and result differ. */
  public enum Fit {
    /** The largest part in the middle. */
    CROP,
    /** The whole picture in the middle, background around it. */
    PAD,
    /** The whole picture, its proportions changed. */
    STRETCH
  }

  /** Changed whenever the same picture would give other bytes. */
  private static final int VERSION = 1;

  /** Bytes of a picture. */
  public int bytes() {
    return channels * height * width;
  }

  /** Equal for equal results alone. */
  public String key() {
    return "pixels %d: %d × %d × %d, %s on %d, window %s to %s"
            .formatted(VERSION, channels, height, width, fit, background, low, high)
        + (middle == 1 ? "" : ", middle " + middle);
  }

  /** [channels, height, width] of a picture. */
  byte[] apply(ImageDecoder.Decoded decoded) throws BrokenImageException {
    SampleRows rows = new SampleRows(decoded.image());
    window(rows);
    Orientation orientation = decoded.orientation();
    boolean turns = orientation.turns();
    double seenHeight = turns ? rows.width() : rows.height();
    double seenWidth = turns ? rows.height() : rows.width();
    double down = fit == Fit.STRETCH ? 0 : height / seenHeight; // 0: each axis for itself
    double across = fit == Fit.STRETCH ? 0 : width / seenWidth;
    double scale = fit == Fit.PAD ? Math.min(down, across) : Math.max(down, across);
    int innerHeight = fit == Fit.PAD ? inner(seenHeight * scale, height) : height;
    int innerWidth = fit == Fit.PAD ? inner(seenWidth * scale, width) : width;
    double partHeight = fit == Fit.CROP ? middle * height / scale : seenHeight;
    double partWidth = fit == Fit.CROP ? middle * width / scale : seenWidth;
    Taps yTaps =
        middle(rows.height(), turns ? partWidth : partHeight, turns ? innerWidth : innerHeight);
    Taps xTaps =
        middle(rows.width(), turns ? partHeight : partWidth, turns ? innerHeight : innerWidth);
    byte[] stored = new Resizer(rows, channels, background).resize(yTaps, xTaps);
    byte[] seen = orientation.apply(stored, yTaps.count(), xTaps.count(), channels);
    return placed(seen, innerHeight, innerWidth);
  }

  private void window(SampleRows rows) {
    if (rows.deep()) {
      double[] range = Double.isNaN(low) ? rows.range() : new double[] {low, high};
      rows.window(range[0], range[1]);
    }
  }

  private static int inner(double size, int most) {
    return (int) Math.max(1, Math.min(most, Math.round(size)));
  }

  private static Taps middle(int size, double part, int count) {
    return Taps.of(size, (size - part) / 2, part, count);
  }

  /** In the middle of the result, the channels one after another. */
  private byte[] placed(byte[] seen, int innerHeight, int innerWidth) {
    byte[] pixels = new byte[bytes()];
    java.util.Arrays.fill(pixels, (byte) background);
    int top = (height - innerHeight) / 2;
    int left = (width - innerWidth) / 2;
    for (int y = 0; y < innerHeight; y++) {
      for (int x = 0; x < innerWidth; x++) {
        for (int c = 0; c < channels; c++) {
          pixels[(c * height + top + y) * width + left + x] =
              seen[(y * innerWidth + x) * channels + c];
        }
      }
    }
    return pixels;
  }
}
