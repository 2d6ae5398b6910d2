package org.interfuse.image;

import org.interfuse.file.Sha256;
import org.interfuse.finding.Finding;
import org.interfuse.finding.FindingsException;
import org.interfuse.modality.ImageFile;

/**
 * One picture in one size, decoded now: for what keeps something made of it, and not the pixels.
 */
public final class FramedImage {
  private FramedImage() {}

  /**
   * Its bytes, [channels, height, width].
   *
   * @throws FindingsException if the file is no longer what was read before
   */
  public static byte[] of(ImageFile file, long mostPixels, Framing framing) {
    return of("images", file, mostPixels, framing, pixels -> {});
  }

  static byte[] of(
      String where, ImageFile file, long mostPixels, Framing framing, ImageDecoder.Room room) {
    try {
      byte[] bytes = ImageFiles.bytes(file.path(), file.region());
      if (!Sha256.hexadecimal(bytes).equals(file.sha256())) {
        throw new BrokenImageException("other bytes than before");
      }
      return framing.apply(ImageDecoder.decode(bytes, mostPixels, room));
    } catch (BrokenImageException e) {
      throw new FindingsException(
          Finding.of(where, "an image must stay as it is while it is used", e.found())
              .withValue(file.path().toString()));
    }
  }
}
