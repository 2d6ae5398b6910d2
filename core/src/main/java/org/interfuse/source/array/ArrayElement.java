package org.interfuse.source.array;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The elements of an array in a file, little-endian, and how they become float32. */
enum ArrayElement {
  F64("<f8", 8),
  F32("<f4", 4),
  F16("<f2", 2),
  /** The upper half of a float32; unknown to NumPy. */
  BF16("", 2),
  I64("<i8", 8),
  I32("<i4", 4),
  I16("<i2", 2),
  I8("|i1", 1),
  U64("<u8", 8),
  U32("<u4", 4),
  U16("<u2", 2),
  U8("|u1", 1),
  BOOL("|b1", 1);

  private final String numpy;
  private final int bytes;

  ArrayElement(String numpy, int bytes) {
    this.numpy = numpy;
    this.bytes = bytes;
  }

  /** Bytes of one element. */
  int bytes() {
    return bytes;
  }

  /** Whether an element may be infinite in float32. */
  boolean mayBeInfinite() {
    return this == F64 || this == F32 || this == F16 || this == BF16;
  }

  /** The element of a NumPy {@code descr}; one-byte elements may be written with {@code <}. */
  static Optional<ArrayElement> ofNumpy(String descr) {
    return Arrays.stream(values())
        .filter(element -> !element.numpy.isEmpty())
        .filter(
            element ->
                element.numpy.equals(descr)
                    || (element.bytes == 1 && ("<" + element.numpy.substring(1)).equals(descr)))
        .findFirst();
  }

  static List<String> numpyNames() {
    return Arrays.stream(values())
        .map(element -> element.numpy)
        .filter(name -> !name.isEmpty())
        .toList();
  }

  /** The element of a safetensors tensor. */
  static ArrayElement ofSafetensors(org.interfuse.tensor.safetensors.ElementType type) {
    return valueOf(type.name());
  }

  /**
   * Decodes the first {@code count} elements of a buffer that is little-endian.
   *
   * @param from where in {@code target} the first goes; the others follow at {@code stride}
   */
  void decode(ByteBuffer elements, int count, float[] target, int from, int stride) {
    if (this == F32 && stride == 1) {
      elements.asFloatBuffer().get(target, from, count);
      return;
    }
    for (int i = 0, at = from; i < count; i++, at += stride) {
      target[at] = number(elements, i * bytes);
    }
  }

  /**
   * Decodes elements that follow each other.
   *
   * @param elements little-endian
   * @param from the first element's byte
   * @param tile receives float32 in native order, which must be the buffer's own
   * @param to the first float32's byte
   */
  void decode(ByteBuffer elements, int from, int count, ByteBuffer tile, int to) {
    if (this == F32 && tile.order() == ByteOrder.LITTLE_ENDIAN) {
      tile.put(to, elements, from, count * Float.BYTES);
    } else if (this == U8) {
      for (int i = 0; i < count; i++) {
        tile.putFloat(to + i * Float.BYTES, elements.get(from + i) & 0xff);
      }
    } else if (this == F16) {
      float[] halves = Halves.ALL;
      for (int i = 0; i < count; i++) {
        int bits = elements.getShort(from + 2 * i) & 0xffff;
        tile.putFloat(to + i * Float.BYTES, halves[bits]);
      }
    } else {
      for (int i = 0; i < count; i++) {
        tile.putFloat(to + i * Float.BYTES, number(elements, from + i * bytes));
      }
    }
  }

  /** Every float16, made when first asked for. */
  private static final class Halves {
    static final float[] ALL = new float[1 << Short.SIZE];

    static {
      for (int bits = 0; bits < ALL.length; bits++) {
        ALL[bits] = half((short) bits);
      }
    }
  }

  /** The element that begins at a byte of a little-endian buffer. */
  float number(ByteBuffer elements, int at) {
    return switch (this) {
      case F64 -> (float) elements.getDouble(at);
      case F32 -> elements.getFloat(at);
      case F16 -> half(elements.getShort(at));
      case BF16 -> Float.intBitsToFloat(elements.getShort(at) << 16);
      case I64 -> (float) elements.getLong(at);
      case I32 -> (float) elements.getInt(at);
      case I16 -> elements.getShort(at);
      case I8 -> elements.get(at);
      case U64 -> unsigned(elements.getLong(at));
      case U32 -> (float) Integer.toUnsignedLong(elements.getInt(at));
      case U16 -> Short.toUnsignedInt(elements.getShort(at));
      case U8 -> Byte.toUnsignedInt(elements.get(at));
      case BOOL -> elements.get(at) == 0 ? 0 : 1;
    };
  }

  /** The same in float64: whole numbers to 2^53 and every fraction that the file has. */
  double exact(ByteBuffer elements, int at) {
    return switch (this) {
      case F64 -> elements.getDouble(at);
      case I64 -> elements.getLong(at);
      case I32 -> elements.getInt(at);
      case U32 -> Integer.toUnsignedLong(elements.getInt(at));
      default -> number(elements, at);
    };
  }

  /** Half of it (the lowest bit kept, so that rounding is right), doubled. */
  private static float unsigned(long value) {
    return value >= 0 ? (float) value : (float) ((value >>> 1) | (value & 1)) * 2;
  }

  /** IEEE 754 binary16: 1 sign, 5 exponent and 10 fraction bits. */
  private static float half(short bits) {
    int exponent = (bits >> 10) & 0x1f;
    int fraction = bits & 0x3ff;
    float magnitude =
        switch (exponent) {
          case 0 -> fraction * 0x1p-24f;
          case 0x1f -> fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
          default -> Float.intBitsToFloat(((exponent + 112) << 23) | (fraction << 13));
        };
    return bits < 0 ? -magnitude : magnitude;
  }
}
