package org.interfuse.source.genotypes;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The two bits of a genotype as PLINK 1 writes them, the first of four in the lowest bits of a
 * byte: 00 two copies of allele A1, 01 missing, 10 one copy, 11 none.
 */
final class GenotypeCodes {
  /** Genotypes in a byte. */
  static final int IN_BYTE = 4;

  /** Of each code the copies of A1. */
  private static final float[] COPIES = {2, Float.NaN, 1, 0};

  /** Of each byte its four genotypes, as two pairs of float32 in native order. */
  private static final long[] PAIRS = pairs();

  private GenotypeCodes() {}

  private static long[] pairs() {
    ByteBuffer floats =
        ByteBuffer.allocate(256 * IN_BYTE * Float.BYTES).order(ByteOrder.nativeOrder());
    for (int packed = 0; packed < 256; packed++) {
      for (int k = 0; k < IN_BYTE; k++) {
        floats.putFloat(COPIES[(packed >> (2 * k)) & 3]);
      }
    }
    long[] pairs = new long[512];
    floats.flip().asLongBuffer().get(pairs);
    return pairs;
  }

  /**
   * Decodes genotypes of one line.
   *
   * @param line where the line's bytes begin in {@code packed}
   * @param from first genotype
   * @param to genotype after the last
   * @param tile receives float32 in native order, which must be the buffer's own
   * @param at the first float32's byte
   */
  static void decode(ByteBuffer packed, int line, int from, int to, ByteBuffer tile, int at) {
    int wholeFrom = Math.min(to, (from + IN_BYTE - 1) / IN_BYTE * IN_BYTE);
    int bytes = (to - wholeFrom) / IN_BYTE;
    single(packed, line, from, wholeFrom, tile, at);
    int next = at + (wholeFrom - from) * Float.BYTES;
    whole(packed, line + wholeFrom / IN_BYTE, bytes, tile, next);
    int rest = wholeFrom + bytes * IN_BYTE;
    single(packed, line, rest, to, tile, next + bytes * 2 * Long.BYTES);
  }

  private static void whole(ByteBuffer packed, int from, int count, ByteBuffer tile, int at) {
    for (int k = 0; k < count; k++) {
      int pair = (packed.get(from + k) & 0xff) << 1;
      tile.putLong(at + 2 * Long.BYTES * k, PAIRS[pair]);
      tile.putLong(at + 2 * Long.BYTES * k + Long.BYTES, PAIRS[pair | 1]);
    }
  }

  private static void single(
      ByteBuffer packed, int line, int from, int to, ByteBuffer tile, int at) {
    for (int j = from; j < to; j++) {
      int code = (packed.get(line + j / IN_BYTE) >> (2 * (j % IN_BYTE))) & 3;
      tile.putFloat(at + (j - from) * Float.BYTES, COPIES[code]);
    }
  }
}
