package org.interfuse.tensor.safetensors;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * A tensor to be written.
 *
 * @param name unique in its file, not empty
 * @param type of the elements
 * @param shape the length of each axis, outermost first, at most 8; empty for a single number
 * @param data as many bytes as type and shape take
 */
public record NamedTensor(String name, ElementType type, List<Long> shape, TensorData data) {
  public NamedTensor {
    shape = List.copyOf(shape);
    if (name.isEmpty() || name.equals(Header.METADATA)) {
      throw new IllegalArgumentException("a tensor cannot be named '" + name + "'");
    }
    if (shape.size() > Header.MAX_RANK || shape.stream().anyMatch(length -> length < 0)) {
      throw new IllegalArgumentException(
          "tensor '" + name + "': at most 8 axes, none negative; found shape " + shape);
    }
    long bytes = TensorEntry.bytesOf(type, shape);
    if (bytes != data.bytes()) {
      throw new IllegalArgumentException(
          "tensor '%s': %s of shape %s takes %d bytes; found %d"
              .formatted(name, type, shape, bytes, data.bytes()));
    }
  }

  /** A tensor whose elements are the little-endian bytes left in {@code data}. */
  public static NamedTensor of(String name, ElementType type, List<Long> shape, ByteBuffer data) {
    return new NamedTensor(name, type, shape, TensorData.of(data));
  }
}
