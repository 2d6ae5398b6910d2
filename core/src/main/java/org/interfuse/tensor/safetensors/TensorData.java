package org.interfuse.tensor.safetensors;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/** The elements of a tensor on their way into a file: row-major, little-endian. */
public interface TensorData {
  /** How many bytes {@link #writeTo} writes. */
  long bytes();

  /**
   * Writes all of them.
   *
   * @throws IOException if the channel fails
   */
  void writeTo(WritableByteChannel channel) throws IOException;

  /** The bytes from the buffer's position to its limit; the buffer is read when writing. */
  static TensorData of(ByteBuffer buffer) {
    return new TensorData() {
      @Override
      public long bytes() {
        return buffer.remaining();
      }

      @Override
      public void writeTo(WritableByteChannel channel) throws IOException {
        ByteBuffer rest = buffer.duplicate();
        while (rest.hasRemaining()) {
          channel.write(rest);
        }
      }
    };
  }
}
