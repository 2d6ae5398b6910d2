package org.interfuse.tensor.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import org.interfuse.finding.FindingsException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelArchiveTest {
  private static final long MOST_BYTES = 2_000_000;

  @TempDir Path folder;
  private Path file;
  private byte[] bytes;

  @BeforeEach
  void write() throws IOException {
    file = folder.resolve("model.interfuse");
    Map<String, String> metadata = Map.of("study", "{\"sha256\":\"not this one\"}", "zz", "last");
    ModelArchive.write(file, metadata, SafetensorsTest.oneOfEachType());
    bytes = Files.readAllBytes(file);
  }

  @Test
  void theDigestIsOfTheFileWithZerosInItsPlace() throws Exception {
    String header = PlainSafetensors.parse(bytes).header();
    String start = "\"sha256\":\"";
    int position = 8 + header.indexOf(start) + start.length();
    byte[] zeroed = bytes.clone();
    Arrays.fill(zeroed, position, position + 64, (byte) '0');
    String expected = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(zeroed));
    assertThat(new String(bytes, position, 64, StandardCharsets.US_ASCII)).isEqualTo(expected);
    try (SafetensorsReader reader = ModelArchive.read(file)) {
      assertThat(reader.metadata()).containsEntry("sha256", expected).containsEntry("zz", "last");
    }
  }

  @Test
  void everyChangedByteIsAFinding() throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      for (int i = 0; i < bytes.length; i++) {
        for (int mask : new int[] {1, 32, 255}) {
          channel.write(oneByte(bytes[i] ^ mask), i);
          assertIsFinding(file, "byte " + i + " changed by " + mask);
        }
        channel.write(oneByte(bytes[i]), i);
      }
    }
    ModelArchive.read(file).close();
  }

  @Test
  void everyTruncationAndAnAddedByteAreFindings() throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(oneByte(0), bytes.length);
      assertIsFinding(file, "one byte added");
      for (int length = bytes.length - 1; length >= 0; length--) {
        channel.truncate(length);
        assertIsFinding(file, "cut after " + length + " bytes");
      }
    }
  }

  @Test
  void aChangedWeightIsNamedAsWhatItIs() throws IOException {
    bytes[bytes.length - 1] ^= 1;
    Files.write(file, bytes);
    assertThatThrownBy(() -> ModelArchive.read(file))
        .isInstanceOf(FindingsException.class)
        .hasMessageMatching(
            ".*model.interfuse: its SHA-256 must be the one it was written with, [0-9a-f]{64};"
                + " found [0-9a-f]{64}\\.");
  }

  @Test
  void aFileWithoutDigestIsAFinding() throws IOException {
    SafetensorsWriter.write(file, Map.of(), SafetensorsTest.oneOfEachType());
    assertThatThrownBy(() -> ModelArchive.read(file))
        .isInstanceOf(FindingsException.class)
        .hasMessage(
            file
                + ": its metadata must hold 'sha256', 64 hexadecimal digits; found no such field.");
  }

  @Test
  void theDigestIsNotTheCallersToWrite() {
    assertThatThrownBy(
            () -> ModelArchive.write(file, Map.of("sha256", "x"), SafetensorsTest.oneOfEachType()))
        .hasMessage("the metadata field 'sha256' is the archive's own");
  }

  /** Nothing but a finding, and no allocation out of proportion to the file. */
  private static void assertIsFinding(Path broken, String how) {
    long before = allocated();
    assertThatThrownBy(() -> ModelArchive.read(broken))
        .as(how)
        .isInstanceOf(FindingsException.class);
    assertThat(allocated() - before).as(how).isLessThan(MOST_BYTES);
  }

  private static ByteBuffer oneByte(int value) {
    return ByteBuffer.wrap(new byte[] {(byte) value});
  }

  private static long allocated() {
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean())
        .getThreadAllocatedBytes(Thread.currentThread().getId());
  }
}
