package org.interfuse.encoder.frozen;

import java.nio.ByteBuffer;

/** A SHA-256 as a key. */
record ItemDigest(long first, long second, long third, long fourth) {
  static final int BYTES = 32;

  static ItemDigest of(byte[] bytes) {
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException("expected 32 bytes, but there are " + bytes.length);
    }
    return read(ByteBuffer.wrap(bytes));
  }

  static ItemDigest read(ByteBuffer bytes) {
    return new ItemDigest(bytes.getLong(), bytes.getLong(), bytes.getLong(), bytes.getLong());
  }

  void write(ByteBuffer target) {
    target.putLong(first).putLong(second).putLong(third).putLong(fourth);
  }
}
