package org.interfuse.tensor.safetensors;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Consumer;
import org.interfuse.finding.FindingsException;

/**
 * An open safetensors file. Only the header is in memory; a tensor's bytes are read from the file
 * straight to where they are wanted. Safe from any thread.
 *
 * <p>Whatever the format forbids is a {@link FindingsException} on opening: a header beyond 100 MB
 * or the file's end, more than 100,000 tensors or 8 axes, a repeated name, an unknown element type,
 * a shape that does not fit its bytes, holes or overlaps.
 */
public final class SafetensorsReader implements AutoCloseable {
  private static final int WINDOW = 1 << 20;

  private final Path file;
  private final String shown;
  private final FileChannel channel;
  private final byte[] headerBytes;
  private final Header header;

  private SafetensorsReader(Path file, String shown, FileChannel channel) throws IOException {
    this.file = file;
    this.shown = shown;
    this.channel = channel;
    this.headerBytes = readHeader();
    this.header =
        HeaderParser.parse(shown, headerBytes, channel.size() - Long.BYTES - headerBytes.length);
  }

  /**
   * Opens a file and checks its header.
   *
   * @throws FindingsException if there is no such file or it is not safetensors
   * @throws IOException if it cannot be read
   */
  public static SafetensorsReader open(Path file) throws IOException {
    return open(file, file.toString());
  }

  /**
   * The same of a file whose path may be a subject's.
   *
   * @param shown what messages call it
   */
  public static SafetensorsReader open(Path file, String shown) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw HeaderParser.at(
          shown, "it must be a file", Files.exists(file) ? "a folder" : "nothing");
    }
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
    try {
      return new SafetensorsReader(file, shown, channel);
    } catch (Throwable e) {
      channel.close();
      throw e;
    }
  }

  private byte[] readHeader() throws IOException {
    long size = channel.size();
    if (size < Long.BYTES) {
      throw at("it must begin with the length of its header, 8 bytes", size + " bytes in all");
    }
    ByteBuffer length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    readFully(length, 0);
    long bytes = length.getLong(0);
    if (bytes < 0 || bytes > Math.min(Header.MAX_BYTES, size - Long.BYTES)) {
      throw at(
          "its header must end before the file does, after at most %d bytes"
              .formatted(Header.MAX_BYTES),
          "a length of " + Long.toUnsignedString(bytes) + " in a file of " + size + " bytes");
    }
    ByteBuffer header = ByteBuffer.allocate((int) bytes);
    readFully(header, Long.BYTES);
    if (bytes == 0 || header.get(0) != '{') {
      throw at("its header must begin with '{'", "something else");
    }
    return header.array();
  }

  /** The file, as it was named on opening. */
  public Path file() {
    return file;
  }

  /** Text by key. */
  public SortedMap<String, String> metadata() {
    return header.metadata();
  }

  /** All tensors, in the order of their data. */
  public List<TensorEntry> tensors() {
    return header.tensors();
  }

  /**
   * The tensor of that name.
   *
   * @throws FindingsException if there is none
   */
  public TensorEntry tensor(String name) {
    return header.tensors().stream()
        .filter(entry -> entry.name().equals(name))
        .findFirst()
        .orElseThrow(() -> at("it must hold the tensor '" + name + "'", "none of that name"));
  }

  /**
   * A copy of a tensor's bytes, row-major, ready for reading as little-endian.
   *
   * @throws FindingsException if there is no tensor of that name
   * @throws IllegalArgumentException if it is too large for an array
   */
  public ByteBuffer read(String name) throws IOException {
    TensorEntry entry = tensor(name);
    if (entry.bytes() > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException("tensor '" + name + "' is too large for an array");
    }
    ByteBuffer bytes = ByteBuffer.allocate((int) entry.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    read(entry, 0, bytes);
    return bytes.flip();
  }

  /**
   * Hands over a tensor's bytes piece by piece, however large it is.
   *
   * @param user is given at most 1 MB at a time, in memory that is used again
   */
  public void forEachWindow(TensorEntry entry, Consumer<ByteBuffer> user) throws IOException {
    ByteBuffer window = ByteBuffer.allocate((int) Math.min(WINDOW, entry.bytes()));
    for (long next = 0; next < entry.bytes(); next += window.limit()) {
      window.clear().limit((int) Math.min(window.capacity(), entry.bytes() - next));
      read(entry, next, window);
      user.accept(window.flip());
    }
  }

  /** Where a tensor's first byte lies in the file. */
  public long position(TensorEntry entry) {
    return Long.BYTES + headerBytes.length + entry.begin();
  }

  /** Fills {@code target} with a tensor's bytes from {@code offset} on. */
  void read(TensorEntry entry, long offset, ByteBuffer target) throws IOException {
    readFully(target, position(entry) + offset);
  }

  /** Fills {@code target} from a position of the file. */
  void readFully(ByteBuffer target, long position) throws IOException {
    long next = position;
    while (target.hasRemaining()) {
      int count = channel.read(target, next);
      if (count < 0) {
        throw at("it must stay as it is while it is read", "an end at byte " + next);
      }
      next += count;
    }
  }

  long size() throws IOException {
    return channel.size();
  }

  byte[] headerBytes() {
    return headerBytes;
  }

  FindingsException at(String rule, String found) {
    return HeaderParser.at(shown, rule, found);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
