package org.interfuse.image;

import com.twelvemonkeys.imageio.stream.ByteArrayImageInputStream;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/**
 * Decodes PNG, JPEG (also CMYK, as Adobe writes it) and the first page of a TIFF. The size in the
 * header decides whether a picture is decoded at all: nothing is allocated for one that is larger
 * than allowed. Whatever goes wrong, also in a decoder, is a {@link BrokenImageException}, and so
 * is a JPEG that ends early, which decoders fill up with grey. Profiles and gamma are not applied:
 * samples are taken as they are stored. Thread-safe.
 */
final class ImageDecoder {
  private ImageDecoder() {}

  /** Takes room for so many pixels before they are decoded, and gives it back. */
  interface Room {
    /** Called with the number of pixels. */
    void take(long pixels);
  }

  /**
   * A decoded picture.
   *
   * @param image as it is stored
   * @param orientation how it is to be turned
   */
  record Decoded(BufferedImage image, Orientation orientation) {}

  /**
   * Decodes a file.
   *
   * @param mostPixels the largest product of width and height
   */
  static Decoded decode(byte[] file, long mostPixels, Room room) throws BrokenImageException {
    if (RawImage.is(file)) {
      return new Decoded(RawImage.decode(file, mostPixels, room), Orientation.AS_IT_STANDS);
    }
    ImageFormat format = ImageFormat.of(file);
    Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(format.reader());
    if (!readers.hasNext()) {
      throw new BrokenImageException("a %s file, which this Java does not read".formatted(format));
    }
    ImageReader reader = readers.next();
    try (ImageInputStream stream = new ByteArrayImageInputStream(file)) {
      reader.setInput(stream, /* seekForwardOnly= */ true, /* ignoreMetadata= */ true);
      return new Decoded(decode(reader, format, mostPixels, room), Orientation.of(file, format));
    } catch (IOException | RuntimeException | StackOverflowError e) {
      throw new BrokenImageException("a damaged %s file".formatted(format), e);
    } catch (OutOfMemoryError e) {
      throw new BrokenImageException(
          "a %s file that needs more memory than Java may take (-Xmx)".formatted(format), e);
    } finally {
      reader.dispose();
    }
  }

  private static BufferedImage decode(
      ImageReader reader, ImageFormat format, long mostPixels, Room room)
      throws IOException, BrokenImageException {
    long width = reader.getWidth(0);
    long height = reader.getHeight(0);
    requirePixels(width, height, mostPixels);
    room.take(width * height);
    List<String> warnings = new ArrayList<>();
    reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
    BufferedImage image = reader.read(0);
    for (String warning : warnings) {
      if (warning.toLowerCase(Locale.ROOT).contains("premature end")) {
        throw new BrokenImageException("a %s file that ends early".formatted(format));
      }
    }
    return image;
  }

  static void requirePixels(long width, long height, long mostPixels) throws BrokenImageException {
    if (width * height > mostPixels) {
      throw new BrokenImageException(
          "%,d × %,d pixels, which are more than 'pixels: %d'"
              .formatted(width, height, mostPixels));
    }
  }
}
