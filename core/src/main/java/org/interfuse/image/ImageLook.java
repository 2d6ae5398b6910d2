package org.interfuse.image;

import java.nio.ByteBuffer;
import org.interfuse.modality.ImageFile;

/** What is seen of a picture when it is first decoded, and how it is kept. */
final class ImageLook {
  /** Changed whenever the same picture would be described otherwise. */
  static final String KEY = "facts 1";

  /** Bytes of the facts as they are kept. */
  static final int BYTES = 4 * Integer.BYTES;

  private static final int COLOUR = 1;
  private static final int TRANSPARENT = 2;

  private ImageLook() {}

  static ImageFile.Facts of(ImageDecoder.Decoded decoded) throws BrokenImageException {
    SampleRows rows = new SampleRows(decoded.image());
    boolean turns = decoded.orientation().turns();
    boolean colour = false;
    boolean transparent = false;
    if (rows.deep()) {
      double[] range = rows.range();
      rows.window(range[0], range[1]);
    }
    float[] samples = new float[rows.width() * rows.channels()];
    float[] opacity = new float[rows.width()];
    for (int y = 0; y < rows.height() && more(rows, colour, transparent); y++) {
      rows.read(y, samples, opacity);
      for (int x = 0; x < rows.width(); x++) {
        colour |= rows.channels() == 3 && coloured(samples, 3 * x);
        transparent |= rows.hasAlpha() && opacity[x] < 1;
      }
    }
    return new ImageFile.Facts(
        turns ? rows.height() : rows.width(),
        turns ? rows.width() : rows.height(),
        rows.bits(),
        colour,
        transparent);
  }

  /** Whether further rows can say more. */
  private static boolean more(SampleRows rows, boolean colour, boolean transparent) {
    return rows.channels() == 3 && !colour || rows.hasAlpha() && !transparent;
  }

  private static boolean coloured(float[] samples, int at) {
    return samples[at] != samples[at + 1] || samples[at] != samples[at + 2];
  }

  static byte[] toBytes(ImageFile.Facts facts) {
    int flags = (facts.colour() ? COLOUR : 0) | (facts.transparent() ? TRANSPARENT : 0);
    return ByteBuffer.allocate(BYTES)
        .putInt(facts.width())
        .putInt(facts.height())
        .putInt(facts.bits())
        .putInt(flags)
        .array();
  }

  static ImageFile.Facts ofBytes(byte[] bytes) {
    ByteBuffer kept = ByteBuffer.wrap(bytes);
    int width = kept.getInt();
    int height = kept.getInt();
    int bits = kept.getInt();
    int flags = kept.getInt();
    return new ImageFile.Facts(
        width, height, bits, (flags & COLOUR) != 0, (flags & TRANSPARENT) != 0);
  }
}
