package org.interfuse.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32;
import org.interfuse.file.AtomicFile;
import org.jspecify.annotations.Nullable;

/**
 * A file of records of one size, each under a SHA-256: a magic number, the size of a record, their
 * number, a CRC-32 of the keys, the keys, the records. Written once, then only read.
 *
 * @param keys in hexadecimal, in the order of the records
 * @param records one after another, mapped
 */
record CacheSegment(List<String> keys, ByteBuffer records) {
  private static final long MAGIC = 0x4946494d41474531L; // IFIMAGE1
  private static final int HEADER = Long.BYTES + Integer.BYTES * 2 + Long.BYTES;
  private static final int KEY = 32;

  /** Opens a segment; null if it is no whole one of such records. */
  static @Nullable CacheSegment open(Path file, int recordBytes) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long size = channel.size();
      if (size < HEADER || size > Integer.MAX_VALUE) {
        return null;
      }
      MappedByteBuffer all = channel.map(FileChannel.MapMode.READ_ONLY, 0, size);
      all.order(ByteOrder.BIG_ENDIAN);
      int count = all.getInt(Long.BYTES + Integer.BYTES);
      boolean whole =
          all.getLong(0) == MAGIC
              && all.getInt(Long.BYTES) == recordBytes
              && count >= 0
              && size == HEADER + (long) count * (KEY + recordBytes)
              && all.getLong(HEADER - Long.BYTES) == checksum(all.slice(HEADER, count * KEY));
      return whole ? of(all, count, recordBytes) : null;
    }
  }

  private static CacheSegment of(ByteBuffer all, int count, int recordBytes) {
    List<String> keys = new ArrayList<>(count);
    byte[] key = new byte[KEY];
    for (int i = 0; i < count; i++) {
      all.get(HEADER + i * KEY, key);
      keys.add(HexFormat.of().formatHex(key));
    }
    return new CacheSegment(keys, all.slice(HEADER + count * KEY, count * recordBytes));
  }

  /** Writes a segment, whole or not at all. */
  static void write(Path file, List<String> keys, List<byte[]> records, int recordBytes)
      throws IOException {
    ByteBuffer keyBytes = ByteBuffer.allocate(keys.size() * KEY);
    keys.forEach(key -> keyBytes.put(HexFormat.of().parseHex(key)));
    keyBytes.flip();
    ByteBuffer header = ByteBuffer.allocate(HEADER);
    header
        .putLong(MAGIC)
        .putInt(recordBytes)
        .putInt(keys.size())
        .putLong(checksum(keyBytes))
        .flip();
    AtomicFile.write(
        file,
        stream -> {
          stream.write(header.array());
          stream.write(keyBytes.array());
          for (byte[] record : records) {
            stream.write(record);
          }
        });
  }

  private static long checksum(ByteBuffer keys) {
    CRC32 checksum = new CRC32();
    checksum.update(keys.duplicate());
    return checksum.getValue();
  }
}
