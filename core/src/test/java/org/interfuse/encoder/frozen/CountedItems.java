package org.interfuse.encoder.frozen;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Items whose representation is known: item k has 1 + k mod 3 tokens of width 2, token t being (k,
 * t). Every second row has two items.
 */
final class CountedItems implements FrozenItems {
  final AtomicInteger computed = new AtomicInteger();
  final Set<Integer> broken = ConcurrentHashMap.newKeySet();
  private final int rows;
  private final int repeat;

  /**
   * Of that many rows.
   *
   * @param repeat items that are that far apart are the same
   */
  CountedItems(int rows, int repeat) {
    this.rows = rows;
    this.repeat = repeat;
  }

  static float[] expected(int item) {
    float[] values = new float[2 * (1 + item % 3)];
    for (int t = 0; t < values.length / 2; t++) {
      values[2 * t] = item;
      values[2 * t + 1] = t;
    }
    return values;
  }

  /** What an item is the same as. */
  int content(int item) {
    return item % repeat;
  }

  @Override
  public String name() {
    return "items";
  }

  @Override
  public int rows() {
    return rows;
  }

  @Override
  public int start(int row) {
    return row + row / 2;
  }

  @Override
  public byte[] digest(int item) {
    try {
      return MessageDigest.getInstance("SHA-256")
          .digest(new byte[] {1, (byte) content(item), (byte) (content(item) >> 8)});
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public float[] represent(int item) {
    if (broken.contains(content(item))) {
      throw new IllegalStateException("item " + content(item));
    }
    computed.incrementAndGet();
    return expected(content(item));
  }
}
