package org.interfuse.file;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 (FIPS 180-4). */
public final class Sha256 {
  private Sha256() {}

  /** An empty digest. */
  public static MessageDigest start() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Of some bytes, 32 bytes. */
  public static byte[] bytes(byte[] content) {
    return start().digest(content);
  }

  /** Of some bytes, 64 hexadecimal digits. */
  public static String hexadecimal(byte[] content) {
    return HexFormat.of().formatHex(bytes(content));
  }
}
