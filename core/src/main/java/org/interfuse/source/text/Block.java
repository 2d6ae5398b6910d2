package org.interfuse.source.text;

import java.util.Arrays;

/**
 * Some whole records of a file in a buffer that is used again. A line feed stands behind the last
 * byte, so that scanning for the end of a cell needs no bounds check.
 */
final class Block {
  /** Holds the records in {@code [0, length)}, then the line feed. */
  byte[] bytes;

  int length;

  /** Position of the first byte in the (decompressed) file. */
  long offset;

  /** Number of the block in the file, from 0. */
  int index;

  Block(int capacity) {
    bytes = new byte[capacity + 1];
  }

  /** Makes room for so many bytes and the line feed. */
  void ensure(int capacity) {
    if (bytes.length < capacity + 1) {
      bytes = Arrays.copyOf(bytes, capacity + 1);
    }
  }

  /** Bytes it can hold beside the line feed. */
  int capacity() {
    return bytes.length - 1;
  }
}
