package org.interfuse.tensor.safetensors;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The format by its specification and nothing of the code under test: makes files from text and
 * bytes, and picks tensors out of files.
 */
record PlainSafetensors(String header, byte[] data) {
  private static final Pattern TENSOR =
      Pattern.compile(
          "\"([^\"]+)\":\\{\"dtype\":\"(\\w+)\",\"shape\":\\[([\\d,]*)],"
              + "\"data_offsets\":\\[(\\d+),(\\d+)]}");

  static PlainSafetensors parse(byte[] file) {
    ByteBuffer buffer = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    byte[] header = new byte[Math.toIntExact(buffer.getLong())];
    buffer.get(header);
    byte[] data = new byte[buffer.remaining()];
    buffer.get(data);
    return new PlainSafetensors(new String(header, StandardCharsets.UTF_8), data);
  }

  /** The tensors' bytes by "name dtype [shape]". */
  Map<String, byte[]> tensors() {
    Map<String, byte[]> found = new TreeMap<>();
    Matcher matcher = TENSOR.matcher(header);
    while (matcher.find()) {
      found.put(
          matcher.group(1) + " " + matcher.group(2) + " [" + matcher.group(3) + "]",
          Arrays.copyOfRange(
              data, Integer.parseInt(matcher.group(4)), Integer.parseInt(matcher.group(5))));
    }
    return found;
  }

  byte[] bytes() {
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer file = ByteBuffer.allocate(8 + text.length + data.length);
    file.order(ByteOrder.LITTLE_ENDIAN).putLong(text.length).put(text).put(data);
    return file.array();
  }

  static Path file(Path target, String header, byte... data) throws IOException {
    return Files.write(target, new PlainSafetensors(header, data).bytes());
  }
}
