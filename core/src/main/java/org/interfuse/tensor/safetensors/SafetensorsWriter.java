package org.interfuse.tensor.safetensors;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.interfuse.file.AtomicFile;

/** Writes a safetensors file. The same content gives the same bytes. */
public final class SafetensorsWriter {
  private SafetensorsWriter() {}

  /**
   * Writes {@code target} atomically, without a copy of the tensors in memory.
   *
   * @param metadata written in the order of the keys
   * @throws IOException if the file cannot be written; the target stays as it was
   * @throws IllegalArgumentException if two tensors have the same name
   */
  public static void write(Path target, Map<String, String> metadata, List<NamedTensor> tensors)
      throws IOException {
    List<NamedTensor> ordered = HeaderWriter.inFileOrder(tensors);
    byte[] header = HeaderWriter.encode(metadata, ordered);
    AtomicFile.writeChannel(target, channel -> write(channel, header, ordered));
  }

  static void write(WritableByteChannel channel, byte[] header, List<NamedTensor> ordered)
      throws IOException {
    TensorData.of(ByteBuffer.wrap(header)).writeTo(channel);
    for (NamedTensor tensor : ordered) {
      tensor.data().writeTo(channel);
    }
  }
}
