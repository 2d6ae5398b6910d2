package org.interfuse.tensor.safetensors;

import java.util.List;

/**
 * Where one tensor lies in a file.
 *
 * @param name unique in its file
 * @param type of the elements
 * @param shape the length of each axis, outermost first; empty for a single number
 * @param begin first byte, counted from the end of the header
 * @param end one past the last byte
 */
public record TensorEntry(String name, ElementType type, List<Long> shape, long begin, long end) {
  public TensorEntry {
    shape = List.copyOf(shape);
  }

  /** Size of the data. */
  public long bytes() {
    return end - begin;
  }

  /** The shape as libtorch takes it. */
  public long[] dimensions() {
    return shape.stream().mapToLong(Long::longValue).toArray();
  }

  /**
   * Bytes that a tensor of this type and shape takes.
   *
   * @throws ArithmeticException if that is no long
   */
  static long bytesOf(ElementType type, List<Long> shape) {
    long bytes = type.bytes();
    for (long length : shape) {
      bytes = Math.multiplyExact(bytes, length);
    }
    return bytes;
  }
}
