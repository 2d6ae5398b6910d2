package org.interfuse.encoder.frozen;

import org.jspecify.annotations.Nullable;

/**
 * The rows of a modality as a frozen network reads them, one item at a time: a text, an image. What
 * it makes of an item depends on that item alone (law 3). Thread-safe.
 */
public interface FrozenItems {
  /** The name of an item in a progress bar: {@code texts}, {@code images}. */
  String name();

  /** Number of rows n. */
  int rows();

  /**
   * The items of all rows, row after row.
   *
   * @param row from 0 to n
   * @return the first item of that row; of row n the number of items
   */
  int start(int row);

  /** SHA-256 of everything about an item that the network reads, 32 bytes. */
  byte[] digest(int item);

  /** Per item when it was taken, ascending in a row; null where items have no times. */
  default float @Nullable [] times() {
    return null;
  }

  /**
   * What the network makes of an item.
   *
   * @return [tokens × width] row-major, one token or more
   */
  float[] represent(int item);
}
