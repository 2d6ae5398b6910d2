package org.interfuse.pretrained;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.interfuse.file.Sha256;

/** SHA-256 of several things together. */
final class Digests {
  private Digests() {}

  /** Of several parts, each with its length, so that they cannot run into each other. */
  static String of(String options, byte[]... parts) {
    MessageDigest digest = Sha256.start();
    add(digest, options.getBytes(StandardCharsets.UTF_8));
    for (byte[] part : parts) {
      add(digest, part);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void add(MessageDigest digest, byte[] part) {
    digest.update(java.nio.ByteBuffer.allocate(Integer.BYTES).putInt(part.length).flip());
    digest.update(part);
  }
}
