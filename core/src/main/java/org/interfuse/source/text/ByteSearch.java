package org.interfuse.source.text;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Searches bytes eight at a time. */
final class ByteSearch {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long LOW = 0x0101010101010101L;
  private static final long HIGH = 0x8080808080808080L;

  private ByteSearch() {}

  /** Whether {@code wanted} (ASCII) occurs in {@code bytes[from, to)}. */
  static boolean contains(byte[] bytes, int from, int to, byte wanted) {
    long pattern = LOW * wanted;
    int at = from;
    for (; at <= to - Long.BYTES; at += Long.BYTES) {
      long difference = (long) LONGS.get(bytes, at) ^ pattern;
      if (((difference - LOW) & ~difference & HIGH) != 0) {
        return true;
      }
    }
    for (; at < to; at++) {
      if (bytes[at] == wanted) {
        return true;
      }
    }
    return false;
  }

  /** The last index of {@code wanted} in {@code bytes[from, to)}, or -1. */
  static int last(byte[] bytes, int from, int to, byte wanted) {
    for (int at = to - 1; at >= from; at--) {
      if (bytes[at] == wanted) {
        return at;
      }
    }
    return -1;
  }
}
