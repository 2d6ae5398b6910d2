package org.interfuse.tensor.safetensors;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.interfuse.file.TemporaryFolder;
import org.interfuse.finding.StorageException;
import org.jspecify.annotations.Nullable;

/**
 * A copy of a CPU tensor in a temporary file, for one that is too large to be held twice. The file
 * lies in {@code java.io.tmpdir}, comes into being with the first copy and goes on closing. Not
 * thread-safe.
 */
public final class StoredTensor implements AutoCloseable {
  private static final int WINDOW = 1 << 22;

  private final Tensor tensor;
  private @Nullable Path file;
  private @Nullable FileChannel channel;

  /** Copies of a contiguous tensor, which must outlive this. */
  public StoredTensor(Tensor tensor) {
    this.tensor = tensor;
  }

  /**
   * Keeps the values as they are now.
   *
   * @throws StorageException if the file cannot be written
   */
  public void take() {
    try {
      FileChannel target = open().position(0);
      new TensorMemory(tensor).writeTo(target);
    } catch (IOException e) {
      throw StorageException.unwritable(where(), e);
    }
  }

  /**
   * Puts the kept values back; the tensor stays as it is if none were kept.
   *
   * @throws StorageException if the file cannot be read
   */
  public void restore() {
    if (channel == null) {
      return;
    }
    FileChannel source = channel;
    try {
      new TensorMemory(tensor)
          .readFrom(
              (window, offset) -> {
                long next = offset;
                while (window.hasRemaining()) {
                  int count = source.read(window, next);
                  if (count < 0) {
                    throw new IOException("the file has become shorter");
                  }
                  next += count;
                }
              });
    } catch (IOException e) {
      throw StorageException.unreadable(where(), e);
    }
  }

  /** What was kept, or the tensor itself as long as nothing was. */
  public NamedTensor named(String name) {
    NamedTensor own = TensorTransfer.named(name, tensor);
    if (channel == null) {
      return own;
    }
    FileChannel source = channel;
    return new NamedTensor(
        name,
        own.type(),
        own.shape(),
        new TensorData() {
          @Override
          public long bytes() {
            return own.data().bytes();
          }

          @Override
          public void writeTo(WritableByteChannel target) throws IOException {
            copy(source, target, bytes());
          }
        });
  }

  /** Keeps what a file holds under a name, of the tensor's type and shape. */
  public void readFrom(SafetensorsReader reader, String name) throws IOException {
    TensorEntry entry = TensorTransfer.requireLike(tensor, reader, name);
    FileChannel target = open().position(0);
    ByteBuffer window = ByteBuffer.allocateDirect(WINDOW);
    long bytes = new TensorMemory(tensor).bytes();
    for (long from = 0; from < bytes; from += WINDOW) {
      window.clear().limit((int) Math.min(WINDOW, bytes - from));
      reader.read(entry, from, window);
      TensorData.of(window.flip()).writeTo(target);
    }
  }

  private static void copy(FileChannel source, WritableByteChannel target, long bytes)
      throws IOException {
    ByteBuffer window = ByteBuffer.allocateDirect(WINDOW);
    for (long from = 0; from < bytes; ) {
      window.clear().limit((int) Math.min(WINDOW, bytes - from));
      int count = source.read(window, from);
      if (count < 0) {
        throw new IOException("the file has become shorter");
      }
      from += count;
      TensorData.of(window.flip()).writeTo(target);
    }
  }

  private FileChannel open() throws IOException {
    if (channel == null) {
      file = Files.createTempFile("interfuse-weights-", ".tmp");
      channel =
          FileChannel.open(
              file,
              List.of(
                      StandardOpenOption.READ,
                      StandardOpenOption.WRITE,
                      StandardOpenOption.DELETE_ON_CLOSE)
                  .toArray(StandardOpenOption[]::new));
    }
    return channel;
  }

  private Path where() {
    return file == null ? TemporaryFolder.now().path() : file;
  }

  @Override
  public void close() {
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException e) {
        throw StorageException.unwritable(where(), e);
      }
    }
  }
}
