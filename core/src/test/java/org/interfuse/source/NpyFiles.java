package org.interfuse.source;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Files as NumPy writes them: version 1.0, float32, C order. */
public final class NpyFiles {
  private NpyFiles() {}

  /** An array of any number of axes. */
  public static byte[] of(int[] shape, float... values) {
    String axes = Arrays.stream(shape).mapToObj(i -> i + ",").collect(Collectors.joining(" "));
    String header = "{'descr': '<f4', 'fortran_order': False, 'shape': (%s), }".formatted(axes);
    byte[] text = (header + "\n").getBytes(StandardCharsets.US_ASCII);
    ByteBuffer file =
        ByteBuffer.allocate(10 + text.length + Float.BYTES * values.length)
            .order(ByteOrder.LITTLE_ENDIAN);
    file.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII));
    file.put((byte) 1).put((byte) 0).putShort((short) text.length).put(text);
    file.asFloatBuffer().put(values);
    return file.array();
  }
}
