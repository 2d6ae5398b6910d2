package org.interfuse.tensor.safetensors;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.interfuse.file.AtomicFile;
import org.interfuse.file.Sha256;
import org.interfuse.finding.FindingsException;

/**
 * A safetensors file that proves itself whole (law 7): its metadata field {@code sha256} holds the
 * SHA-256 of the whole file, lower-case hexadecimal, computed with 64 zeros in that field. Any
 * safetensors reader reads it.
 */
public final class ModelArchive {
  private ModelArchive() {}

  /**
   * Writes {@code target} atomically, without a copy of the tensors in memory.
   *
   * @param metadata must not have {@code sha256}, which is written here
   * @throws IOException if the file cannot be written; the target stays as it was
   */
  public static void write(Path target, Map<String, String> metadata, List<NamedTensor> tensors)
      throws IOException {
    if (metadata.containsKey(FileDigest.KEY)) {
      throw new IllegalArgumentException("the metadata field 'sha256' is the archive's own");
    }
    Map<String, String> withDigest = new TreeMap<>(metadata);
    withDigest.put(FileDigest.KEY, FileDigest.ZEROS);
    List<NamedTensor> ordered = HeaderWriter.inFileOrder(tensors);
    byte[] header = HeaderWriter.encode(withDigest, ordered);
    AtomicFile.writeChannel(target, channel -> writeDigested(channel, header, ordered));
  }

  private static void writeDigested(FileChannel channel, byte[] header, List<NamedTensor> ordered)
      throws IOException {
    MessageDigest digest = Sha256.start();
    SafetensorsWriter.write(FileDigest.digesting(channel, digest), header, ordered);
    String text = HexFormat.of().formatHex(digest.digest());
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    long position = Long.BYTES + FileDigest.position(withoutLength(header));
    while (bytes.hasRemaining()) {
      position += channel.write(bytes, position);
    }
  }

  private static byte[] withoutLength(byte[] header) {
    return Arrays.copyOfRange(header, Long.BYTES, header.length);
  }

  /**
   * Opens a file, reads all of it once and compares its digest.
   *
   * @throws FindingsException if there is no such file, or any byte of it is not as written
   * @throws IOException if it cannot be read
   */
  public static SafetensorsReader read(Path file) throws IOException {
    SafetensorsReader reader = SafetensorsReader.open(file);
    try {
      verify(reader);
      return reader;
    } catch (Throwable e) {
      reader.close();
      throw e;
    }
  }

  private static void verify(SafetensorsReader reader) throws IOException {
    int position = FileDigest.position(reader.headerBytes());
    if (position < 0) {
      throw reader.at("its metadata must hold 'sha256', 64 hexadecimal digits", "no such field");
    }
    String expected = reader.metadata().get(FileDigest.KEY);
    String found = FileDigest.of(reader, position);
    if (!found.equals(expected)) {
      throw reader.at("its SHA-256 must be the one it was written with, " + expected, found);
    }
  }
}
