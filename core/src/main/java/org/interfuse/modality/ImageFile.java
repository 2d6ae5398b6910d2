package org.interfuse.modality;

import java.nio.file.Path;

/**
 * A picture that can be decoded.
 *
 * @param path where it is read from; of several files with the same bytes the first
 * @param sha256 of its bytes, in hexadecimal
 * @param facts what was seen when it was first decoded
 */
public record ImageFile(Path path, String sha256, Facts facts) {
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
