package org.interfuse.encoder.frozen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.interfuse.finding.FindingsException;
import org.interfuse.progress.Progress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Representations of all networks take no more than is said. */
class CacheLimitTest {
  private static final String ONE = "1".repeat(64);
  private static final String OTHER = "2".repeat(64);
  private static final int ROWS = 400; // 600 items

  @TempDir Path root;

  @AfterEach
  void useUsualLimit() {
    System.clearProperty(CacheLimit.PROPERTY);
  }

  private int computed(String network) {
    CountedItems items = new CountedItems(ROWS, 600);
    RepresentationCache.within(root, network, 2).of(items, Progress.SILENT);
    return items.computed.get();
  }

  private List<Path> segments(String network) throws IOException {
    try (Stream<Path> files = Files.list(root.resolve("1-" + network))) {
      return files.filter(file -> file.toString().endsWith(Segment.SUFFIX)).sorted().toList();
    }
  }

  private static long bytes(List<Path> files) throws IOException {
    long bytes = 0;
    for (Path file : files) {
      bytes += Files.size(file);
    }
    return bytes;
  }

  @Test
  void theLeastRecentlyUsedSegmentsGoFirst() throws IOException {
    computed(ONE);
    List<Path> all = segments(ONE);
    assertThat(all).hasSize(5);
    for (int i = 0; i < all.size(); i++) {
      Instant used = Instant.now().minusSeconds(3600 * (1 + (i + 2) % 5));
      Files.setLastModifiedTime(all.get(i), FileTime.from(used));
    } // hours ago: 3, 4, 5, 1, 2
    long most = bytes(all) + Files.size(all.get(3)) + Files.size(all.get(4));
    System.setProperty(CacheLimit.PROPERTY, Long.toString(most));

    computed(OTHER);

    assertThat(segments(OTHER)).hasSize(5);
    assertThat(segments(ONE)).containsExactly(all.get(3), all.get(4));
  }

  @Test
  void whatIsUsedNowStaysAndWhatIsGoneIsComputedAgain() throws IOException {
    computed(ONE);
    System.setProperty(CacheLimit.PROPERTY, "0");

    assertThat(computed(OTHER)).isEqualTo(600);
    assertThat(segments(ONE)).isEmpty();
    assertThat(segments(OTHER)).hasSize(5);
    assertThat(computed(ONE)).isEqualTo(600);
  }

  @Test
  void usingASegmentIsWhatCounts() throws IOException {
    computed(ONE);
    for (Path segment : segments(ONE)) {
      Files.setLastModifiedTime(segment, FileTime.from(Instant.EPOCH));
    }

    computed(ONE);

    for (Path segment : segments(ONE)) {
      assertThat(Files.getLastModifiedTime(segment).toInstant())
          .isAfter(Instant.now().minusSeconds(600));
    }
  }

  @Test
  void anythingElseInTheFolderStays() throws IOException {
    Path foreign = Files.createDirectories(root.resolve("models")).resolve(ONE + Segment.SUFFIX);
    Files.write(foreign, new byte[1000]);
    computed(ONE);
    Path own = root.resolve("1-" + ONE).resolve("notes.safetensors");
    Files.write(own, new byte[1000]);
    System.setProperty(CacheLimit.PROPERTY, "0");

    CacheLimit.keep(root, 0, file -> false);

    assertThat(foreign).exists();
    assertThat(own).exists();
    assertThat(segments(ONE)).containsExactly(own);
  }

  @Test
  void whatKilledWritersLeftIsDeletedWhereNobodyWrites() throws IOException {
    computed(ONE);
    computed(OTHER);
    List<Path> left = new ArrayList<>();
    for (String network : List.of(ONE, OTHER)) {
      String name = ".%s.safetensors.%s.part".formatted(ONE, UUID.randomUUID());
      left.add(Files.write(root.resolve("1-" + network).resolve(name), new byte[1000]));
    }
    Path foreign = Files.write(root.resolve("1-" + OTHER).resolve(".notes.part"), new byte[1]);

    try (FolderLock lock = FolderLock.of(root.resolve("1-" + ONE), Progress.SILENT)) {
      CacheLimit.keep(root, Long.MAX_VALUE, file -> false);
    }
    assertThat(left.get(0)).exists();
    assertThat(left.get(1)).doesNotExist();
    assertThat(foreign).exists();

    assertThat(computed(ONE)).isZero();
    assertThat(left.get(0)).doesNotExist();
    assertThat(segments(ONE)).hasSize(5);
    assertThat(segments(OTHER)).hasSize(5);
  }

  @Test
  void anotherProcessThatComputesIsLeftAlone() throws IOException {
    computed(ONE);
    computed(OTHER);
    try (FolderLock lock = FolderLock.of(root.resolve("1-" + ONE), Progress.SILENT)) {
      CacheLimit.keep(root, 0, file -> false);
    }
    assertThat(segments(ONE)).hasSize(5);
    assertThat(segments(OTHER)).isEmpty();
  }

  /** Each deletes what the other has just written, all the time. */
  @Test
  void twoProcessesWithTooLittleRoomBothGetWhatIsRight() throws Exception {
    List<Process> processes = new ArrayList<>();
    for (String first : List.of(ONE, OTHER)) {
      processes.add(
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-D" + CacheLimit.PROPERTY + "=0",
                  "-cp",
                  System.getProperty("java.class.path"),
                  Alternating.class.getName(),
                  root.toString(),
                  first,
                  first.equals(ONE) ? OTHER : ONE)
              .redirectErrorStream(true)
              .start());
    }
    for (Process process : processes) {
      String said = new String(process.getInputStream().readAllBytes()).strip();
      assertThat(process.waitFor()).as(said).isZero();
      assertThat(said).endsWith("right");
    }
  }

  /** Another process: uses one network and the other in turn. */
  static final class Alternating {
    private Alternating() {}

    public static void main(String[] arguments) {
      for (int i = 0; i < 12; i++) {
        CountedItems items = new CountedItems(ROWS, 600);
        Representations found =
            RepresentationCache.within(Path.of(arguments[0]), arguments[1 + i % 2], 2)
                .of(items, Progress.SILENT);
        RepresentationCacheTest.requireRight(items, found);
      }
      System.out.println("right");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1500, 1500",
    "5G, 5000000000",
    "5gb, 5000000000",
    "5GB, 5000000000",
    "1.5g, 1500000000",
    "0.25Mb, 250000",
    "1.0005k, 1000",
    "999999.999999t, 999999999999000000"
  })
  void theLimitMayBeAFractionAndHaveAUnit(String text, long bytes) {
    System.setProperty(CacheLimit.PROPERTY, text);
    assertThat(CacheLimit.bytes()).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "g", "-1", "1.5", "1,5g", "1.g", ".5g", "5gib", "5b"})
  void whatIsNoNumberOfBytesIsNamed(String text) {
    System.setProperty(CacheLimit.PROPERTY, text);
    assertThatThrownBy(CacheLimit::bytes)
        .isInstanceOf(FindingsException.class)
        .hasMessageContaining("found '" + text + "'");
  }

  @Test
  void theLimitIsANumberOfBytes() {
    assertThat(CacheLimit.bytes()).isEqualTo(20_000_000_000L);
    System.setProperty(CacheLimit.PROPERTY, "plenty");
    assertThatThrownBy(() -> computed(ONE))
        .isInstanceOf(FindingsException.class)
        .hasMessage(
            "interfuse.representations.limit: expected bytes, or thousands, millions and so on of"
                + " them as in 500k, 500MB, 1.5g, 1t; found 'plenty'.");
  }
}
