package org.interfuse.encoder.frozen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.interfuse.progress.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RepresentationCacheTest {
  private static final int ROWS = 400; // 600 items
  private static final int DISTINCT = 500;

  @TempDir Path folder;

  private RepresentationCache cache() {
    return RepresentationCache.in(folder, 2);
  }

  static void requireRight(CountedItems items, Representations found) {
    ByteBuffer bytes = ByteBuffer.allocate(8).order(ByteOrder.nativeOrder());
    for (int item = 0; item < items.start(ROWS); item++) {
      float[] expected = CountedItems.expected(items.content(item));
      assertThat(found.length(item)).isEqualTo(expected.length / 2);
      for (int t = 0; t < found.length(item); t++) {
        found.read(found.start(item) + t, bytes.clear());
        assertThat(bytes.getFloat(0)).isEqualTo(expected[2 * t]);
        assertThat(bytes.getFloat(4)).isEqualTo(expected[2 * t + 1]);
      }
    }
  }

  @Test
  void whatIsTheSameIsComputedOnceAndFoundByTheNextRun() {
    CountedItems items = new CountedItems(ROWS, DISTINCT);
    requireRight(items, cache().of(items, Progress.SILENT));
    assertThat(items.computed).hasValue(DISTINCT);

    CountedItems again = new CountedItems(ROWS, DISTINCT);
    requireRight(again, cache().of(again, Progress.SILENT));
    assertThat(again.computed).as("computed again").hasValue(0);
  }

  @Test
  void finishedSegmentsOutliveARunThatFails() {
    CountedItems failing = new CountedItems(ROWS, DISTINCT);
    failing.broken.add(450);
    assertThatThrownBy(() -> cache().of(failing, Progress.SILENT)).hasMessage("item 450");

    CountedItems items = new CountedItems(ROWS, DISTINCT);
    requireRight(items, cache().of(items, Progress.SILENT));

    assertThat(items.computed.get())
        .as("of 500 items, those of unfinished segments")
        .isBetween(1, 256);
  }

  @Test
  void aDamagedSegmentIsComputedAgain() throws IOException {
    CountedItems items = new CountedItems(ROWS, DISTINCT);
    cache().of(items, Progress.SILENT);
    damage(segments().get(0));

    CountedItems again = new CountedItems(ROWS, DISTINCT);
    requireRight(again, cache().of(again, Progress.SILENT));

    assertThat(again.computed.get()).isBetween(1, 128);
  }

  @Test
  void aSegmentIsVerifiedWhenItIsFirstUsed() throws IOException {
    cache().of(new CountedItems(ROWS, DISTINCT), Progress.SILENT);
    List<Path> all = segments();
    for (Path segment : all) {
      damage(segment);
    }

    CountedItems few = new CountedItems(40, DISTINCT); // 60 items of the first segment
    Representations found = cache().of(few, Progress.SILENT);

    assertThat(found.length(5)).isEqualTo(3);
    assertThat(few.computed).hasValue(60);
    assertThat(segments()).as("one replaced by its 60 items, the others not read").hasSize(4);
    assertThat(segments()).filteredOn(all::contains).hasSize(3);
  }

  @Test
  void twoProcessesComputeEachItemOnceBetweenThem() throws Exception {
    assertThat(computedByTwoProcesses()).isEqualTo(DISTINCT);
    CountedItems items = new CountedItems(ROWS, DISTINCT);
    requireRight(items, cache().of(items, Progress.SILENT));
    assertThat(items.computed).hasValue(0);
  }

  @Test
  void twoProcessesComputeWhatIsDamagedOnceBetweenThem() throws Exception {
    cache().of(new CountedItems(ROWS, DISTINCT), Progress.SILENT);
    for (Path segment : segments()) {
      damage(segment);
    }

    assertThat(computedByTwoProcesses()).isEqualTo(DISTINCT);
    CountedItems items = new CountedItems(ROWS, DISTINCT);
    requireRight(items, cache().of(items, Progress.SILENT));
    assertThat(items.computed).hasValue(0);
  }

  private int computedByTwoProcesses() throws Exception {
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      processes.add(
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  Computing.class.getName(),
                  folder.toString())
              .redirectErrorStream(true)
              .start());
    }
    int computed = 0;
    for (Process process : processes) {
      String said = new String(process.getInputStream().readAllBytes()).strip();
      assertThat(process.waitFor()).as(said).isZero();
      computed += Integer.parseInt(said.substring(said.lastIndexOf('\n') + 1));
    }
    return computed;
  }

  private static void damage(Path segment) throws IOException {
    byte[] bytes = Files.readAllBytes(segment);
    bytes[bytes.length - 3] ^= 1;
    Files.write(segment, bytes);
  }

  private List<Path> segments() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(Segment.SUFFIX)).sorted().toList();
    }
  }

  /** Another process: prints how many items it computed. */
  static final class Computing {
    private Computing() {}

    public static void main(String[] arguments) {
      CountedItems items = new CountedItems(ROWS, DISTINCT);
      requireRight(
          items, RepresentationCache.in(Path.of(arguments[0]), 2).of(items, Progress.SILENT));
      System.out.println(items.computed);
    }
  }
}
