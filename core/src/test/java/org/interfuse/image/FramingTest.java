package org.interfuse.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Resizing against a plain double loop over all pixels. */
class FramingTest {
  private static byte[] frame(BufferedImage image, Framing framing) throws BrokenImageException {
    return framing.apply(ImageDecoder.decode(Pictures.file(image, "png"), 1_000_000, pixels -> {}));
  }

  private static Framing framing(int height, int width, Framing.Fit fit, int channels) {
    return new Framing(height, width, fit, channels, 0, Double.NaN, Double.NaN);
  }

  /** Σ w_y w_x p over all pixels, w the triangle of docs/images.md, over Σ w_y w_x. */
  private static double naive(
      BufferedImage image,
      int band,
      double top,
      double left,
      double stepY,
      double stepX,
      int i,
      int j) {
    double sum = 0;
    double weights = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        double weight =
            triangle(y + 0.5 - top - (i + 0.5) * stepY, stepY)
                * triangle(x + 0.5 - left - (j + 0.5) * stepX, stepX);
        sum += weight * image.getRaster().getSample(x, y, band);
        weights += weight;
      }
    }
    return sum / weights;
  }

  private static double triangle(double distance, double step) {
    return Math.max(0, 1 - Math.abs(distance) / Math.max(1, step));
  }

  @ParameterizedTest(name = "{0} × {1} to {2} × {3}")
  @CsvSource({"30, 41, 8, 9", "5, 7, 16, 12", "64, 9, 8, 24", "8, 8, 8, 8", "33, 100, 32, 99"})
  void stretchesAsThePlainLoopDoes(int height, int width, int newHeight, int newWidth)
      throws BrokenImageException {
    BufferedImage image = Pictures.random(width, height, BufferedImage.TYPE_3BYTE_BGR, 1);
    byte[] made = frame(image, framing(newHeight, newWidth, Framing.Fit.STRETCH, 3));

    double stepY = (double) height / newHeight;
    double stepX = (double) width / newWidth;
    for (int k = 0; k < made.length; k++) {
      int j = k % newWidth;
      int i = k / newWidth % newHeight;
      int band = k / newWidth / newHeight;
      double expected = naive(image, band, 0, 0, stepY, stepX, i, j);
      assertThat((double) (made[k] & 0xff)).isBetween(expected - 0.501, expected + 0.501);
    }
  }

  @Test
  void cropsTheMiddle() throws BrokenImageException {
    BufferedImage image = Pictures.random(50, 20, BufferedImage.TYPE_BYTE_GRAY, 2);
    byte[] made = frame(image, framing(10, 10, Framing.Fit.CROP, 1));

    for (int k = 0; k < made.length; k++) {
      double expected = naive(image, 0, 0, 15, 2, 2, k / 10, k % 10);
      assertThat((double) (made[k] & 0xff)).isBetween(expected - 0.501, expected + 0.501);
    }
  }

  @Test
  void padsAround() throws BrokenImageException {
    BufferedImage image = Pictures.random(50, 20, BufferedImage.TYPE_BYTE_GRAY, 3);
    Framing white = new Framing(10, 10, Framing.Fit.PAD, 1, 255, Double.NaN, Double.NaN);
    byte[] made = frame(image, white);

    for (int k = 0; k < made.length; k++) {
      int row = k / 10;
      boolean inside = row >= 3 && row < 7;
      double expected = inside ? naive(image, 0, 0, 0, 5, 5, row - 3, k % 10) : 255;
      assertThat((double) (made[k] & 0xff)).isBetween(expected - 0.501, expected + 0.501);
    }
  }

  @Test
  void aDeclaredWindowIsTheSameForEveryFile() throws BrokenImageException {
    BufferedImage image =
        Pictures.of(BufferedImage.TYPE_USHORT_GRAY, new int[][] {{0, 1000, 2000, 3000, 9000}});
    byte[] made = frame(image, new Framing(1, 5, Framing.Fit.STRETCH, 1, 0, 1000, 3000));

    assertThat(made).containsExactly(0, 0, (byte) 128, (byte) 255, (byte) 255);
  }

  @Test
  void whatWouldGiveOtherPixelsHasAnotherKey() {
    Framing one = framing(8, 9, Framing.Fit.CROP, 3);

    assertThat(one.key())
        .isEqualTo(framing(8, 9, Framing.Fit.CROP, 3).key())
        .isNotEqualTo(framing(9, 8, Framing.Fit.CROP, 3).key())
        .isNotEqualTo(framing(8, 9, Framing.Fit.PAD, 3).key())
        .isNotEqualTo(framing(8, 9, Framing.Fit.CROP, 1).key())
        .isNotEqualTo(new Framing(8, 9, Framing.Fit.CROP, 3, 255, Double.NaN, Double.NaN).key())
        .isNotEqualTo(new Framing(8, 9, Framing.Fit.CROP, 3, 0, 0, 4095).key());
  }
}
