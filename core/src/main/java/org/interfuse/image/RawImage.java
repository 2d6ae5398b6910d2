package org.interfuse.image;

import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.DataBufferUShort;
import java.awt.image.Raster;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.interfuse.modality.ImageFile.Region;

/**
 * A picture of an array, as if it were a file of its own: its first bytes, then width, height,
 * channels and bits as four bytes each, then the samples [height, width, channels] as the array has
 * them, little-endian.
 */
final class RawImage {
  private static final byte[] START = "interfuse pixels".getBytes(StandardCharsets.US_ASCII);
  private static final int HEADER = START.length + 4 * Integer.BYTES;

  private RawImage() {}

  /** Reads these pixels of an array, and nothing else of it. */
  static byte[] read(Path array, Region region) throws IOException {
    ByteBuffer file =
        ByteBuffer.allocate(Math.addExact(HEADER, region.bytes())).order(ByteOrder.LITTLE_ENDIAN);
    file.put(START).putInt(region.width()).putInt(region.height());
    file.putInt(region.channels()).putInt(region.bits());
    try (FileChannel channel = FileChannel.open(array)) {
      while (file.hasRemaining()) {
        if (channel.read(file, region.begin() + file.position() - HEADER) < 0) {
          throw new EOFException("an array that ends early");
        }
      }
    }
    return file.array();
  }

  static boolean is(byte[] file) {
    return file.length >= HEADER && Arrays.equals(file, 0, START.length, START, 0, START.length);
  }

  static BufferedImage decode(byte[] file, long mostPixels, ImageDecoder.Room room)
      throws BrokenImageException {
    ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).position(START.length);
    Region region =
        new Region(HEADER, bytes.getInt(), bytes.getInt(), bytes.getInt(), bytes.getInt());
    if (!region.known() || file.length - HEADER != region.bytes()) {
      throw new BrokenImageException("a file of another kind");
    }
    ImageDecoder.requirePixels(region.width(), region.height(), mostPixels);
    room.take((long) region.width() * region.height());
    boolean alpha = region.channels() == 4;
    ComponentColorModel colours =
        new ComponentColorModel(
            ColorSpace.getInstance(
                region.channels() == 1 ? ColorSpace.CS_GRAY : ColorSpace.CS_sRGB),
            alpha,
            false,
            alpha ? Transparency.TRANSLUCENT : Transparency.OPAQUE,
            region.bits() == 8 ? DataBuffer.TYPE_BYTE : DataBuffer.TYPE_USHORT);
    return new BufferedImage(
        colours,
        Raster.createInterleavedRaster(
            samples(bytes, region),
            region.width(),
            region.height(),
            region.width() * region.channels(),
            region.channels(),
            IntStream.range(0, region.channels()).toArray(),
            null),
        false,
        null);
  }

  private static DataBuffer samples(ByteBuffer bytes, Region region) {
    if (region.bits() == 8) {
      byte[] samples = new byte[region.bytes()];
      bytes.get(samples);
      return new DataBufferByte(samples, samples.length);
    }
    short[] samples = new short[region.bytes() / Short.BYTES];
    bytes.asShortBuffer().get(samples);
    return new DataBufferUShort(samples, samples.length);
  }
}
