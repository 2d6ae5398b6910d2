package org.interfuse.modality;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A picture that can be decoded.
 *
 * @param path where it is read from; of several files with the same bytes the first
 * @param sha256 of its bytes, in hexadecimal
 * @param facts what was seen when it was first decoded
 * @param region where it lies in the file, if that is an array; null where it is a file of its own
 */
public record ImageFile(Path path, String sha256, Facts facts, @Nullable Region region) {
  /** A file of its own. */
  public ImageFile(Path path, String sha256, Facts facts) {
    this(path, sha256, facts, null);
  }

  /**
   * Where a picture is.
   *
   * @param region null where it is a file of its own
   */
  public record Place(Path path, @Nullable Region region) {}

  /**
   * A picture in an array: samples [height, width, channels], row-major and little-endian.
   *
   * @param begin its first byte in the file
   * @param channels 1 of grey, 3 of red, green and blue, 4 with opacity
   * @param bits of one sample, 8 or 16
   */
  public record Region(long begin, int width, int height, int channels, int bits) {
    /** Whether there is such a picture, of less than 2 GB. */
    public boolean known() {
      return width > 0
          && height > 0
          && (channels == 1 || channels == 3 || channels == 4)
          && (bits == Byte.SIZE || bits == Short.SIZE)
          && (double) width * height * channels * bits / Byte.SIZE < Integer.MAX_VALUE - 64;
    }

    /** Bytes that it takes; less than 2 GB of those that are {@link #known}. */
    public int bytes() {
      return width * height * channels * (bits / Byte.SIZE);
    }
  }

  /**
   * What is known of a picture.
   *
   * @param width in pixels, as it is to be looked at (its orientation applied)
   * @param height in pixels
   * @param bits of one sample, 1 to 64
   * @param colour whether some pixel is no grey
   * @param transparent whether some pixel is not opaque
   */
  public record Facts(int width, int height, int bits, boolean colour, boolean transparent) {}
}
