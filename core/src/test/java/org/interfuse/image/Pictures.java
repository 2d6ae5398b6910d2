package org.interfuse.image;

import java.awt.image.BufferedImage;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.SplittableRandom;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;

/** Files of images, written by the platform or by hand. */
public final class Pictures {
  private Pictures() {}

  /** Random samples in every band. */
  public static BufferedImage random(int width, int height, int type, long seed) {
    BufferedImage image = new BufferedImage(width, height, type);
    SplittableRandom random = new SplittableRandom(seed);
    WritableRaster raster = image.getRaster();
    int most = 1 << raster.getSampleModel().getSampleSize(0);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        for (int band = 0; band < raster.getNumBands(); band++) {
          raster.setSample(x, y, band, random.nextInt(most));
        }
      }
    }
    return image;
  }

  /** Colour samples [band][y][x]. */
  public static BufferedImage of(int type, int[]... rows) {
    BufferedImage image = new BufferedImage(rows[0].length, rows.length, type);
    for (int y = 0; y < rows.length; y++) {
      for (int x = 0; x < rows[y].length; x++) {
        for (int band = 0; band < image.getRaster().getNumBands(); band++) {
          image.getRaster().setSample(x, y, band, rows[y][x]);
        }
      }
    }
    return image;
  }

  public static byte[] file(BufferedImage image, String format) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      if (!ImageIO.write(image, format, bytes)) {
        throw new IllegalStateException("no writer of " + format);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  public static byte[] png(int width, int height, long seed) {
    return file(random(width, height, BufferedImage.TYPE_INT_RGB, seed), "png");
  }

  /** A TIFF with tag 274 alone: what Exif is. */
  static byte[] exif(int orientation) {
    return ByteBuffer.allocate(26)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(new byte[] {'I', 'I', 42, 0})
        .putInt(8)
        .putShort((short) 1)
        .putShort((short) 274)
        .putShort((short) 3)
        .putInt(1)
        .putShort((short) orientation)
        .array();
  }

  /** A PNG with a chunk after its header. */
  static byte[] withChunk(byte[] png, String name, byte[] content) {
    ByteBuffer chunk = ByteBuffer.allocate(content.length + 12);
    chunk.putInt(content.length).put(name.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    chunk.put(content);
    CRC32 checksum = new CRC32();
    checksum.update(chunk.array(), 4, content.length + 4);
    chunk.putInt((int) checksum.getValue());
    return inserted(png, 33, chunk.array());
  }

  /** A JPEG with a segment after its start. */
  static byte[] withSegment(byte[] jpeg, int marker, byte[] content) {
    byte[] segment =
        ByteBuffer.allocate(content.length + 4)
            .put((byte) 0xff)
            .put((byte) marker)
            .putShort((short) (content.length + 2))
            .put(content)
            .array();
    return inserted(jpeg, 2, segment);
  }

  static byte[] inserted(byte[] file, int at, byte[] part) {
    return ByteBuffer.allocate(file.length + part.length)
        .put(file, 0, at)
        .put(part)
        .put(file, at, file.length - at)
        .array();
  }

  /** The header of a PNG of any size, and nothing else. */
  static byte[] bomb(int width, int height) {
    byte[] png = png(1, 1, 1);
    ByteBuffer.wrap(png).putInt(16, width).putInt(20, height);
    CRC32 checksum = new CRC32();
    checksum.update(png, 12, 17);
    ByteBuffer.wrap(png).putInt(29, (int) checksum.getValue());
    return png;
  }
}
