package org.interfuse.image;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.interfuse.finding.FindingsException;
import org.interfuse.modality.ImageData;
import org.interfuse.modality.ImageFile;

/**
 * All pictures of a modality in one size, mapped from the cache, where each is put once: their
 * bytes, and of each channel the sum of them and of their squares. Thread-safe.
 */
public final class FramedImages {
  private static final int SEGMENT_BYTES = 1 << 25;
  private static final Object ONE_AT_A_TIME = new Object();

  private final Framing framing;
  private final ByteBuffer[] records;

  private FramedImages(Framing framing, ByteBuffer[] records) {
    this.framing = framing;
    this.records = records;
  }

  /**
   * Opens them, after decoding those that are not in the cache.
   *
   * @param where option path for messages
   * @throws FindingsException if a file is no longer what was read before
   */
  public static FramedImages open(String where, ImageData data, Framing framing) {
    ImageCache cache = ImageCache.open(framing.key(), recordBytes(framing));
    if (!lacking(data, cache).isEmpty()) {
      synchronized (ONE_AT_A_TIME) { // folds prepared at once decode the same images
        cache.update();
        List<ImageFile> wanted = lacking(data, cache);
        decode(where, wanted, data.mostPixels(), framing, cache);
      }
    }
    ByteBuffer[] records =
        data.files().stream()
            .map(file -> Objects.requireNonNull(cache.find(file.sha256())))
            .toArray(ByteBuffer[]::new);
    return new FramedImages(framing, records);
  }

  private static List<ImageFile> lacking(ImageData data, ImageCache cache) {
    return data.files().stream().filter(file -> cache.find(file.sha256()) == null).toList();
  }

  private static int recordBytes(Framing framing) {
    return Math.addExact(framing.bytes(), 2 * Long.BYTES * framing.channels());
  }

  private static void decode(
      String where, List<ImageFile> wanted, long mostPixels, Framing framing, ImageCache cache) {
    int atOnce = Math.max(1, Math.min(1024, SEGMENT_BYTES / recordBytes(framing)));
    try (DecodingThreads threads = new DecodingThreads()) {
      for (int from = 0; from < wanted.size(); from += atOnce) {
        List<ImageFile> some = wanted.subList(from, Math.min(from + atOnce, wanted.size()));
        List<byte[]> made =
            threads.all(some.size(), i -> record(where, some.get(i), mostPixels, framing, threads));
        cache.add(some.stream().map(ImageFile::sha256).toList(), made);
      }
    }
  }

  private static byte[] record(
      String where, ImageFile file, long mostPixels, Framing framing, DecodingThreads threads) {
    try (DecodingThreads.Share share = threads.share()) {
      return withSums(FramedImage.of(where, file, mostPixels, framing, share), framing);
    }
  }

  private static byte[] withSums(byte[] pixels, Framing framing) {
    ByteBuffer record = ByteBuffer.allocate(recordBytes(framing)).put(pixels);
    int size = framing.height() * framing.width();
    List<Long> squares = new ArrayList<>();
    for (int c = 0; c < framing.channels(); c++) {
      long sum = 0;
      long square = 0;
      for (int i = c * size; i < (c + 1) * size; i++) {
        long value = pixels[i] & 0xff;
        sum += value;
        square += value * value;
      }
      record.putLong(sum);
      squares.add(square);
    }
    squares.forEach(record::putLong);
    return record.array();
  }

  /** How many there are. */
  public int size() {
    return records.length;
  }

  /** How they were brought to one size. */
  public Framing framing() {
    return framing;
  }

  /** Appends a picture's bytes, [channels, height, width]. */
  public void read(int image, ByteBuffer target) {
    target.put(records[image].slice(0, framing.bytes()));
  }

  /** The sum of a channel's bytes. */
  public long sum(int image, int channel) {
    return records[image].getLong(framing.bytes() + channel * Long.BYTES);
  }

  /** The sum of their squares. */
  public long squares(int image, int channel) {
    int at = framing.bytes() + (framing.channels() + channel) * Long.BYTES;
    return records[image].getLong(at);
  }
}
