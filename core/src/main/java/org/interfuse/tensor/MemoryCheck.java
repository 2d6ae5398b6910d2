package org.interfuse.tensor;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.BiConsumer;

/**
 * Refuses parameters that this machine cannot train, before the kernel ends the process for taking
 * them. Not thread-safe.
 */
final class MemoryCheck implements BiConsumer<String, long[]> {
  /** The value, its gradient and the two moments of its optimiser. */
  private static final int COPIES_IN_TRAINING = 4;

  private final int bytes;
  private final double available;
  private double elements;

  /**
   * A check against the memory of this machine.
   *
   * @param bytes of an element
   */
  MemoryCheck(int bytes) {
    this(bytes, ProcessMemory.physical());
  }

  MemoryCheck(int bytes, double available) {
    this.bytes = bytes;
    this.available = available;
  }

  @Override
  public void accept(String name, long[] shape) {
    elements += Arrays.stream(shape).asDoubleStream().reduce(1, (a, b) -> a * b);
    double needed = elements * bytes * COPIES_IN_TRAINING;
    if (needed > available) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "with parameter '%s' of shape %s the model has %,.0f parameters, which need %,.0f MiB"
                  + " in training; this machine has %,.0f MiB: take a smaller width, or fewer"
                  + " columns",
              name,
              Arrays.toString(shape),
              elements,
              needed / (1 << 20),
              available / (1 << 20)));
    }
  }
}
