package org.interfuse.tensor.safetensors;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.interfuse.finding.Finding;
import org.interfuse.finding.FindingsException;

/** Arrays of doubles and of bytes as tensors of one axis in a model file. */
public final class Figures {
  private Figures() {}

  /** Doubles to be written. */
  public static NamedTensor named(String name, double[] values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asDoubleBuffer().put(values);
    return NamedTensor.of(name, ElementType.F64, List.of((long) values.length), bytes);
  }

  /** Doubles that were written. */
  public static double[] read(SafetensorsReader reader, String name) throws IOException {
    TensorEntry entry = reader.tensor(name);
    if (entry.type() != ElementType.F64 || entry.shape().size() != 1) {
      throw new FindingsException(
          Finding.of(
              reader.file() + ", tensor '" + name + "'",
              "it must be F64 of one axis",
              entry.type() + " of shape " + entry.shape()));
    }
    ByteBuffer bytes = reader.read(name).order(ByteOrder.LITTLE_ENDIAN);
    double[] values = new double[bytes.remaining() / Double.BYTES];
    bytes.asDoubleBuffer().get(values);
    return values;
  }

  /** Bytes to be written. */
  public static NamedTensor named(String name, byte[] bytes) {
    return NamedTensor.of(
        name, ElementType.U8, List.of((long) bytes.length), ByteBuffer.wrap(bytes));
  }

  /** Bytes that were written. */
  public static byte[] readBytes(SafetensorsReader reader, String name) throws IOException {
    TensorEntry entry = reader.tensor(name);
    if (entry.type() != ElementType.U8 || entry.shape().size() != 1) {
      throw new FindingsException(
          Finding.of(
              reader.file() + ", tensor '" + name + "'",
              "it must be U8 of one axis",
              entry.type() + " of shape " + entry.shape()));
    }
    ByteBuffer buffer = reader.read(name);
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }
}
