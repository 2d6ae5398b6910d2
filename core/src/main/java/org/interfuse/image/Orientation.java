package org.interfuse.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * How a picture is to be turned before it is looked at: tag 274 of Exif and TIFF, 1 to 8. Anything
 * that cannot be read is 1, as it stands.
 *
 * @param code 1 as it stands, 2 mirrored, 3 half a turn, 4 upside down, 5 transposed, 6 a quarter
 *     turn clockwise, 7 transposed the other way, 8 a quarter turn anticlockwise
 */
record Orientation(int code) {
  private static final int TAG = 274;
  static final Orientation AS_IT_STANDS = new Orientation(1);

  static Orientation of(byte[] file, ImageFormat format) {
    try {
      return switch (format) {
        case TIFF -> ofTiff(ByteBuffer.wrap(file));
        case JPEG -> ofJpeg(ByteBuffer.wrap(file));
        case PNG -> ofPng(ByteBuffer.wrap(file));
      };
    } catch (IndexOutOfBoundsException | IllegalArgumentException unreadable) {
      return AS_IT_STANDS;
    }
  }

  /** Whether rows become columns. */
  boolean turns() {
    return code >= 5;
  }

  /** Segments up to the picture itself; Exif is in one of them, as a TIFF of its own. */
  private static Orientation ofJpeg(ByteBuffer file) {
    int at = 2;
    while ((file.get(at) & 0xff) == 0xff) {
      int marker = file.get(at + 1) & 0xff;
      if (marker == 0xff) {
        at++;
        continue;
      }
      int length = file.getShort(at + 2) & 0xffff;
      if (marker == 0xe1 && file.getInt(at + 4) == 0x45786966 && file.getShort(at + 8) == 0) {
        return ofTiff(file.slice(at + 10, length - 8));
      }
      if (marker == 0xda || length < 2) {
        return AS_IT_STANDS;
      }
      at += 2 + length;
    }
    return AS_IT_STANDS;
  }

  private static Orientation ofPng(ByteBuffer file) {
    int at = 8;
    while (at + 8 <= file.limit()) {
      int length = file.getInt(at);
      int chunk = file.getInt(at + 4);
      if (chunk == 0x65584966) { // eXIf
        return ofTiff(file.slice(at + 8, length));
      }
      if (length < 0 || chunk == 0x49454e44) { // IEND
        return AS_IT_STANDS;
      }
      at = Math.addExact(at, Math.addExact(length, 12));
    }
    return AS_IT_STANDS;
  }

  private static Orientation ofTiff(ByteBuffer tiff) {
    tiff.order(tiff.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    int directory = tiff.getInt(4);
    int entries = tiff.getShort(directory) & 0xffff;
    for (int i = 0; i < entries; i++) {
      int entry = directory + 2 + 12 * i;
      if ((tiff.getShort(entry) & 0xffff) == TAG) {
        int code = tiff.getShort(entry + 8) & 0xffff;
        return code >= 1 && code <= 8 ? new Orientation(code) : AS_IT_STANDS;
      }
    }
    return AS_IT_STANDS;
  }

  /**
   * Turns samples.
   *
   * @param stored [h, w, channels]
   * @return [h, w, channels], or [w, h, channels] where it {@link #turns}
   */
  byte[] apply(byte[] stored, int height, int width, int channels) {
    if (code == 1) {
      return stored;
    }
    int rows = turns() ? width : height;
    int columns = turns() ? height : width;
    byte[] turned = new byte[stored.length];
    for (int y = 0; y < rows; y++) {
      for (int x = 0; x < columns; x++) {
        int from = source(y, x, height, width) * channels;
        System.arraycopy(stored, from, turned, (y * columns + x) * channels, channels);
      }
    }
    return turned;
  }

  /** Where the pixel that is looked at in row y and column x is stored. */
  private int source(int y, int x, int height, int width) {
    int bottom = height - 1;
    int right = width - 1;
    return switch (code) {
      case 2 -> y * width + right - x;
      case 3 -> (bottom - y) * width + right - x;
      case 4 -> (bottom - y) * width + x;
      case 5 -> x * width + y;
      case 6 -> (bottom - x) * width + y;
      case 7 -> (bottom - x) * width + right - y;
      case 8 -> x * width + right - y;
      default -> y * width + x;
    };
  }
}
