package org.interfuse.pretrained;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256. */
final class Digests {
  private Digests() {}

  static byte[] of(byte[] bytes) {
    return sha256().digest(bytes);
  }

  /** Of several parts, each with its length, so that they cannot run into each other. */
  static String of(String options, byte[]... parts) {
    MessageDigest digest = sha256();
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

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
