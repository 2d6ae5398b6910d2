package org.interfuse.tensor.safetensors;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.interfuse.file.Sha256;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** SHA-256 of a whole file, computed as if the metadata field that keeps it were 64 zeros. */
final class FileDigest {
  /** The metadata field. */
  static final String KEY = "sha256";

  static final String ZEROS = "0".repeat(64);
  private static final int WINDOW = 1 << 20;

  private FileDigest() {}

  /**
   * Where the digest stands in a header, counted from the header's first byte; -1 if there is no
   * field of exactly 64 characters.
   */
  static int position(byte[] header) {
    try (JsonParser json = HeaderParser.parser(header)) {
      json.nextToken();
      while (json.nextToken() == JsonToken.PROPERTY_NAME) {
        boolean inMetadata = json.currentName().equals(Header.METADATA);
        json.nextToken();
        if (inMetadata) {
          return positionInMetadata(json, header);
        }
        json.skipChildren();
      }
    }
    return -1;
  }

  private static int positionInMetadata(JsonParser json, byte[] header) {
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      boolean isDigest = json.currentName().equals(KEY);
      json.nextToken();
      if (isDigest) {
        int position = (int) json.currentTokenLocation().getByteOffset() + 1;
        boolean plain = textAt(header, position).equals(json.getString());
        return plain && json.getString().length() == ZEROS.length() ? position : -1;
      }
    }
    return -1;
  }

  private static String textAt(byte[] header, int position) {
    int length = Math.max(0, Math.min(ZEROS.length(), header.length - position));
    return new String(header, position, length, StandardCharsets.ISO_8859_1);
  }

  /** The digest of an open file whose field stands at {@code position} of its header. */
  static String of(SafetensorsReader file, int position) throws IOException {
    MessageDigest digest = Sha256.start();
    byte[] header = file.headerBytes().clone();
    byte[] zeros = ZEROS.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(zeros, 0, header, position, zeros.length);
    ByteBuffer length = ByteBuffer.allocate(Long.BYTES);
    file.readFully(length, 0);
    digest.update(length.flip());
    digest.update(header);
    updateWithData(digest, file, Long.BYTES + header.length);
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void updateWithData(MessageDigest digest, SafetensorsReader file, long begin)
      throws IOException {
    ByteBuffer window = ByteBuffer.allocate((int) Math.min(WINDOW, file.size() - begin));
    for (long next = begin; next < file.size(); next += window.limit()) {
      window.clear().limit((int) Math.min(window.capacity(), file.size() - next));
      file.readFully(window, next);
      digest.update(window.flip());
    }
  }

  /** Passes everything on to {@code target} and into {@code digest}. */
  static WritableByteChannel digesting(WritableByteChannel target, MessageDigest digest) {
    return new WritableByteChannel() {
      @Override
      public int write(ByteBuffer source) throws IOException {
        ByteBuffer written = source.duplicate();
        int count = target.write(source);
        digest.update(written.limit(written.position() + count));
        return count;
      }

      @Override
      public boolean isOpen() {
        return target.isOpen();
      }

      @Override
      public void close() throws IOException {
        target.close();
      }
    };
  }
}
