package org.interfuse.file;

import java.io.IOException;

/** Takes a value and may fail on a file. */
@FunctionalInterface
public interface ThrowingConsumer<T> {
  /**
   * Uses the value.
   *
   * @throws IOException if a file cannot be read or written
   */
  void accept(T value) throws IOException;
}
