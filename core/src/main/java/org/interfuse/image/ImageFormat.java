package org.interfuse.image;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The kinds of files that are read, known by their first bytes and not by their names. */
enum ImageFormat {
  PNG("png"),
  JPEG("jpeg"),
  TIFF("tiff");

  private static final byte[] PNG_START = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
  private static final byte[] JPEG_START = {(byte) 0xff, (byte) 0xd8, (byte) 0xff};

  private final String reader;

  ImageFormat(String reader) {
    this.reader = reader;
  }

  /** The name of its readers. */
  String reader() {
    return reader;
  }

  static ImageFormat of(byte[] file) throws BrokenImageException {
    if (starts(file, PNG_START)) {
      return PNG;
    }
    if (starts(file, JPEG_START)) {
      return JPEG;
    }
    if (starts(file, new byte[] {'I', 'I', 42, 0}) || starts(file, new byte[] {'M', 'M', 0, 42})) {
      return TIFF;
    }
    throw new BrokenImageException(other(file));
  }

  private static String other(byte[] file) {
    if (file.length == 0) {
      return "an empty file";
    }
    String start = new String(file, 0, Math.min(12, file.length), StandardCharsets.ISO_8859_1);
    if (start.startsWith("GIF8")) {
      return "a GIF file";
    }
    if (start.startsWith("BM")) {
      return "a BMP file";
    }
    return start.startsWith("RIFF") && start.endsWith("WEBP")
        ? "a WebP file"
        : "a file of another kind";
  }

  private static boolean starts(byte[] file, byte[] start) {
    return file.length >= start.length
        && Arrays.equals(file, 0, start.length, start, 0, start.length);
  }
}
