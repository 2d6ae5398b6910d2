package org.interfuse.tensor.safetensors;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The type of a tensor's elements, named as in the file. All are little-endian. */
public enum ElementType {
  F64(8),
  F32(4),
  F16(2),
  /** The upper half of an F32. */
  BF16(2),
  I64(8),
  I32(4),
  U8(1),
  /** One byte each, 0 or 1. */
  BOOL(1);

  private final int bytes;

  ElementType(int bytes) {
    this.bytes = bytes;
  }

  /** Bytes of one element. */
  public int bytes() {
    return bytes;
  }

  static Optional<ElementType> named(String name) {
    return Arrays.stream(values()).filter(type -> type.name().equals(name)).findFirst();
  }

  static List<String> names() {
    return Arrays.stream(values()).map(Enum::name).toList();
  }
}
