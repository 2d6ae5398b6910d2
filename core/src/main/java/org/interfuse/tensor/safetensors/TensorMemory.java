package org.interfuse.tensor.safetensors;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Tensor;

/**
 * The memory of a CPU tensor, seen through windows of at most 64 MB. A window is valid while the
 * tensor lives, so none leaves this class.
 */
record TensorMemory(Tensor tensor) implements TensorData {
  private static final int WINDOW = 1 << 26;

  /** Uses one window after the other. */
  interface WindowUser {
    void use(ByteBuffer window, long offset) throws IOException;
  }

  @Override
  public long bytes() {
    return tensor.numel() * tensor.element_size();
  }

  @Override
  public void writeTo(WritableByteChannel channel) throws IOException {
    try (Tensor detached = tensor.detach();
        Tensor dense = detached.contiguous()) {
      forEachWindow(dense, (window, offset) -> TensorData.of(window).writeTo(channel));
    }
  }

  /** Overwrites the tensor, which must be contiguous, with an entry's bytes. */
  void readFrom(SafetensorsReader file, TensorEntry entry) throws IOException {
    forEachWindow(tensor, (window, offset) -> file.read(entry, offset, window));
  }

  /** Overwrites the tensor, which must be contiguous, window by window. */
  void readFrom(WindowUser source) throws IOException {
    forEachWindow(tensor, source);
  }

  private void forEachWindow(Tensor dense, WindowUser user) throws IOException {
    long bytes = bytes();
    for (long offset = 0; offset < bytes; offset += WINDOW) {
      long length = Math.min(WINDOW, bytes - offset);
      try (Pointer data = dense.data_ptr();
          BytePointer start = new BytePointer(data);
          BytePointer window = start.getPointer(offset)) {
        user.use(window.capacity(length).asByteBuffer(), offset);
      }
    }
  }
}
