package org.interfuse.preprocessing;

import java.nio.ByteBuffer;

/**
 * Arrays of one size, numbered from 0, in memory or mapped from a file: what the tokens of a
 * sequence are where they are no codes. Several rows may share one. Thread-safe.
 */
public interface TokenStore {
  /** What its numbers are. */
  enum Element {
    /** Unsigned bytes, 0 to 255. */
    UINT8(1),
    /** 32-bit floats in native order. */
    FLOAT32(Float.BYTES);

    private final int bytes;

    Element(int bytes) {
      this.bytes = bytes;
    }

    /** Bytes of one number. */
    public int bytes() {
      return bytes;
    }
  }

  /** How many arrays there are. */
  int size();

  /** What their numbers are. */
  Element element();

  /**
   * Appends an array to a buffer, row-major.
   *
   * @param token its number
   * @param target with room for it, in native order
   */
  void read(int token, ByteBuffer target);

  /** Bytes held in memory; what is mapped from a file is none. */
  long heldBytes();
}
