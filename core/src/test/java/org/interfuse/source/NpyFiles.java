package org.interfuse.source;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Files as NumPy writes them: version 1.0, C order. */
public final class NpyFiles {
  private NpyFiles() {}

  /** An array of any number of axes. */
  public static byte[] of(int[] shape, float... values) {
    ByteBuffer file = begun("<f4", shape, Float.BYTES * values.length);
    file.asFloatBuffer().put(values);
    return file.array();
  }

  /** The same in float64. */
  public static byte[] ofDoubles(int[] shape, double... values) {
    ByteBuffer file = begun("<f8", shape, Double.BYTES * values.length);
    file.asDoubleBuffer().put(values);
    return file.array();
  }

  /** Whole numbers of 8 bits without a sign. */
  public static byte[] ofBytes(int[] shape, byte[] values) {
    return begun("|u1", shape, values.length).put(values).array();
  }

  /** The same of 16 bits, two bytes each. */
  public static byte[] ofShorts(int[] shape, byte[] values) {
    return begun("<u2", shape, values.length).put(values).array();
  }

  private static ByteBuffer begun(String element, int[] shape, int bytes) {
    String axes = Arrays.stream(shape).mapToObj(i -> i + ",").collect(Collectors.joining(" "));
    String header =
        "{'descr': '%s', 'fortran_order': False, 'shape': (%s), }".formatted(element, axes);
    byte[] text = (header + "\n").getBytes(StandardCharsets.US_ASCII);
    ByteBuffer file = ByteBuffer.allocate(10 + text.length + bytes).order(ByteOrder.LITTLE_ENDIAN);
    file.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII));
    return file.put((byte) 1).put((byte) 0).putShort((short) text.length).put(text);
  }
}
