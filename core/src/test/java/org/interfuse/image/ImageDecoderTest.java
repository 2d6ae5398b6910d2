package org.interfuse.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageDecoderTest {
  private static final long MANY = 1_000_000;

  /** As it is, [channels, height, width]. */
  private static byte[] pixels(byte[] file, int height, int width, int channels)
      throws BrokenImageException {
    return framed(file, height, width, channels, 0);
  }

  private static byte[] framed(byte[] file, int height, int width, int channels, int background)
      throws BrokenImageException {
    Framing framing =
        new Framing(
            height, width, Framing.Fit.STRETCH, channels, background, Double.NaN, Double.NaN);
    return framing.apply(ImageDecoder.decode(file, MANY, pixels -> {}));
  }

  private static byte[] samples(BufferedImage image) {
    int bands = image.getRaster().getNumBands();
    byte[] samples = new byte[bands * image.getHeight() * image.getWidth()];
    int at = 0;
    for (int band = 0; band < bands; band++) {
      for (int y = 0; y < image.getHeight(); y++) {
        for (int x = 0; x < image.getWidth(); x++) {
          samples[at++] = (byte) image.getRaster().getSample(x, y, band);
        }
      }
    }
    return samples;
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"png", "tiff"})
  void coloursComeBackAsTheyWere(String format) throws BrokenImageException {
    BufferedImage image = Pictures.random(5, 3, BufferedImage.TYPE_INT_RGB, 1);

    assertThat(pixels(Pictures.file(image, format), 3, 5, 3)).isEqualTo(samples(image));
  }

  /** Java's own colour conversion would brighten the middle greys. */
  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"png", "tiff"})
  void greyIsNotBrightened(String format) throws BrokenImageException {
    BufferedImage image = Pictures.random(4, 6, BufferedImage.TYPE_BYTE_GRAY, 2);

    assertThat(pixels(Pictures.file(image, format), 6, 4, 1)).isEqualTo(samples(image));
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"png", "tiff"})
  void sixteenBitsBecomeTheRangeOfTheFile(String format) throws BrokenImageException {
    BufferedImage image =
        Pictures.of(
            BufferedImage.TYPE_USHORT_GRAY, new int[][] {{100, 1100, 4196}, {100, 2148, 600}});

    assertThat(pixels(Pictures.file(image, format), 2, 3, 1))
        .containsExactly(0, rounded(1000), (byte) 255, 0, rounded(2048), rounded(500));
  }

  private static byte rounded(double above) {
    return (byte) Math.round(above * 255 / 4096);
  }

  @Test
  void coloursBecomeGreyByTheirLuma() throws BrokenImageException {
    BufferedImage image = Pictures.random(5, 4, BufferedImage.TYPE_INT_RGB, 3);
    byte[] grey = pixels(Pictures.file(image, "png"), 4, 5, 1);

    for (int i = 0; i < grey.length; i++) {
      int colour = image.getRGB(i % 5, i / 5);
      double luma =
          0.299 * (colour >> 16 & 255) + 0.587 * (colour >> 8 & 255) + 0.114 * (colour & 255);
      assertThat(grey[i] & 0xff).isEqualTo((int) Math.round(luma));
    }
  }

  @Test
  void aPaletteIsLookedUp() throws BrokenImageException {
    byte[] red = {0, 10, (byte) 200};
    byte[] green = {5, 20, (byte) 210};
    byte[] blue = {9, 30, (byte) 220};
    BufferedImage image =
        new BufferedImage(
            3, 1, BufferedImage.TYPE_BYTE_INDEXED, new IndexColorModel(8, 3, red, green, blue));
    for (int x = 0; x < 3; x++) {
      image.getRaster().setSample(x, 0, 0, 2 - x);
    }

    assertThat(pixels(Pictures.file(image, "png"), 1, 3, 3))
        .containsExactly(200, 10, 0, 210, 20, 5, 220, 30, 9);
  }

  @ParameterizedTest(name = "background {0}")
  @CsvSource({"0, 40", "255, 167"})
  void whatIsNotOpaqueLiesOnTheBackground(int background, int expected)
      throws BrokenImageException {
    BufferedImage image = new BufferedImage(1, 1, BufferedImage.TYPE_INT_ARGB);
    image.setRGB(0, 0, 128 << 24 | 80 << 16 | 80 << 8 | 80); // 80 · 128/255 + background · 127/255

    assertThat(framed(Pictures.file(image, "png"), 1, 1, 1, background)[0] & 0xff)
        .isEqualTo(expected);
  }

  @Test
  void aJpegIsNearWhatItWas() throws BrokenImageException {
    BufferedImage image = new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 256; i++) {
      image.setRGB(i % 16, i / 16, (8 * (i % 16)) << 16 | (8 * (i / 16)) << 8 | 77);
    }
    byte[] pixels = pixels(Pictures.file(image, "jpeg"), 16, 16, 3);
    byte[] expected = samples(image);

    for (int i = 0; i < pixels.length; i++) {
      assertThat(pixels[i] & 0xff).isBetween((expected[i] & 0xff) - 12, (expected[i] & 0xff) + 12);
    }
  }

  /** Adobe writes ink the other way round: 255 is none. */
  @Test
  void aJpegOfInksBecomesColours() throws IOException, BrokenImageException {
    int[] inks = {255, 100, 255, 200}; // no cyan, some magenta, no yellow, a little black
    int[] rows = new int[4 * 64];
    Arrays.setAll(rows, i -> inks[i % 4]);
    var raster = Raster.createInterleavedRaster(java.awt.image.DataBuffer.TYPE_BYTE, 8, 8, 4, null);
    raster.setPixels(0, 0, 8, 8, rows);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageWriter writer = jdkJpegWriter();
    try (ImageOutputStream stream = ImageIO.createImageOutputStream(bytes)) {
      writer.setOutput(stream);
      writer.write(null, new IIOImage(raster, null, null), null);
    }
    byte[] adobe = {'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, 0};
    byte[] pixels = pixels(Pictures.withSegment(bytes.toByteArray(), 0xee, adobe), 8, 8, 3);

    int red = pixels[0] & 0xff;
    int green = pixels[64] & 0xff;
    int blue = pixels[128] & 0xff;
    assertThat(red).isGreaterThan(green + 50).isBetween(150, 235);
    assertThat(blue).isGreaterThan(green + 20);
  }

  private static ImageWriter jdkJpegWriter() {
    var writers = ImageIO.getImageWritersByFormatName("jpeg");
    while (writers.hasNext()) {
      ImageWriter writer = writers.next();
      if (writer.getClass().getName().startsWith("com.sun.")) {
        return writer;
      }
    }
    throw new IllegalStateException("no writer");
  }

  /** What Exif 2.3 says of row 0 and column 0 of each orientation. */
  @ParameterizedTest(name = "orientation {0}: row 0 is the {1}, column 0 the {2}")
  @CsvSource({
    "1, top, left", "2, top, right", "3, bottom, right", "4, bottom, left",
    "5, left, top", "6, right, top", "7, right, bottom", "8, left, bottom"
  })
  void isTurnedAsItsOrientationSays(int code, String row0, String column0)
      throws BrokenImageException {
    int height = 5;
    int width = 7;
    BufferedImage upright = Pictures.random(width, height, BufferedImage.TYPE_BYTE_GRAY, 4);
    boolean turned = row0.equals("left") || row0.equals("right");
    BufferedImage stored =
        new BufferedImage(
            turned ? height : width, turned ? width : height, BufferedImage.TYPE_BYTE_GRAY);
    for (int r = 0; r < stored.getHeight(); r++) {
      for (int c = 0; c < stored.getWidth(); c++) {
        int x = along(row0, column0, "left", "right", r, c, width);
        int y = along(row0, column0, "top", "bottom", r, c, height);
        stored.getRaster().setSample(c, r, 0, upright.getRaster().getSample(x, y, 0));
      }
    }
    byte[] png = Pictures.withChunk(Pictures.file(stored, "png"), "eXIf", Pictures.exif(code));

    assertThat(pixels(png, height, width, 1)).isEqualTo(samples(upright));
    assertThat(ImageLook.of(ImageDecoder.decode(png, MANY, pixels -> {})).width()).isEqualTo(width);
  }

  private static int along(
      String row0, String column0, String near, String far, int r, int c, int size) {
    int at = row0.equals(near) || row0.equals(far) ? r : c;
    return row0.equals(far) || column0.equals(far) ? size - 1 - at : at;
  }

  @Test
  void readsTheOrientationOfAJpeg() throws BrokenImageException {
    byte[] jpeg = Pictures.file(Pictures.random(9, 4, BufferedImage.TYPE_INT_RGB, 5), "jpeg");
    byte[] start = "Exif\0\0".getBytes(StandardCharsets.US_ASCII);
    byte[] exif = Pictures.inserted(Pictures.exif(6), 0, start);

    assertThat(ImageLook.of(decoded(jpeg)).width()).isEqualTo(9);
    assertThat(ImageLook.of(decoded(Pictures.withSegment(jpeg, 0xe1, exif))).width()).isEqualTo(4);
  }

  private static ImageDecoder.Decoded decoded(byte[] file) throws BrokenImageException {
    return ImageDecoder.decode(file, MANY, pixels -> {});
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"png", "jpeg", "tiff"})
  void aFileThatEndsEarlyIsBroken(String format) {
    byte[] file = Pictures.file(Pictures.random(40, 30, BufferedImage.TYPE_INT_RGB, 6), format);

    for (double share : new double[] {0.05, 0.3, 0.6, 0.9}) {
      byte[] part = Arrays.copyOf(file, (int) (share * file.length));
      assertThatThrownBy(() -> decoded(part))
          .isInstanceOf(BrokenImageException.class)
          .hasMessageContaining(format.toUpperCase(java.util.Locale.ROOT));
    }
  }

  @Test
  void damagedBytesAreAnswersAndNoCrash() {
    SplittableRandom random = new SplittableRandom(7);
    for (String format : new String[] {"png", "jpeg", "tiff"}) {
      byte[] file = Pictures.file(Pictures.random(20, 10, BufferedImage.TYPE_INT_RGB, 8), format);
      for (int repeat = 0; repeat < 150; repeat++) {
        byte[] damaged = file.clone();
        for (int i = 0; i < 3; i++) {
          damaged[random.nextInt(Math.min(200, file.length))] = (byte) random.nextInt(256);
        }
        try {
          ImageLook.of(ImageDecoder.decode(damaged, 10_000, pixels -> {}));
        } catch (BrokenImageException expected) {
          assertThat(expected.found()).isNotEmpty();
        }
      }
    }
  }

  @Test
  void aBombIsRefusedByItsHeader() {
    boolean[] asked = new boolean[1];

    assertThatThrownBy(
            () -> ImageDecoder.decode(Pictures.bomb(100_000, 100_000), MANY, p -> asked[0] = true))
        .hasMessage("100,000 × 100,000 pixels, which are more than 'pixels: 1000000'");
    assertThat(asked[0]).isFalse();
  }

  @Test
  void saysWhatAnotherFileIs() {
    assertThatThrownBy(() -> decoded(new byte[0])).hasMessage("an empty file");
    assertThatThrownBy(() -> decoded("<html>".getBytes(StandardCharsets.US_ASCII)))
        .hasMessage("a file of another kind");
    assertThatThrownBy(() -> decoded("GIF89a,".getBytes(StandardCharsets.US_ASCII)))
        .hasMessage("a GIF file");
  }
}
