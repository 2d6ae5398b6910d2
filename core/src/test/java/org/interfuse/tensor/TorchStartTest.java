package org.interfuse.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens when libtorch is loaded, in new processes with a cache folder of their own. */
class TorchStartTest {
  private static final String CACHE = "-Dorg.bytedeco.javacpp.cachedir=";
  private static final String COMPUTED = "sum 1.0E8";

  private static final List<String> LIBRARIES = List.of("c10", "torch", "torch_cpu");

  @TempDir static Path folder;
  private static Path cache;
  private static Map<String, String> foreignTorch;
  private static boolean foreignIsInstalled;
  private static String first;
  private static String second;

  /** Two processes at once find an empty cache, and another libtorch on their library path. */
  @BeforeAll
  static void startTwoWithAnEmptyCache() throws Exception {
    cache = folder.resolve("cache");
    Path foreign = foreignTorch(folder.resolve("foreign"));
    foreignIsInstalled = Files.exists(foreign.resolve("libtorch_cpu.so"));
    foreignTorch = Map.of("LD_LIBRARY_PATH", foreign.toString());
    ChildJvm one = start(CACHE + cache);
    ChildJvm other = start(CACHE + cache);
    first = one.result();
    second = other.result();
  }

  /** JUnit warns of each link that leads out of its temporary folder; the cache is full of them. */
  @AfterAll
  static void deleteLinks() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path link : files.filter(Files::isSymbolicLink).toList()) {
        Files.delete(link);
      }
    }
  }

  @Test
  void anEmptyCacheBesideAnotherLibtorchIsNoCrash() {
    assumeTrue(foreignIsInstalled, "this system has no libtorch of its own");
    assertThat(first).startsWith("exit 0").contains(COMPUTED);
  }

  @Test
  void twoProcessesMayFillTheCacheAtOnce() {
    assertThat(second).startsWith("exit 0").contains(COMPUTED);
  }

  @Test
  void aSmallHeapDoesNotLimitTensors() throws Exception {
    String result = start("-Xmx40m", CACHE + cache).result();
    assertThat(result).startsWith("exit 0").contains(COMPUTED).contains("limit 0");
  }

  @Test
  void aLimitThatAPersonSetStays() throws Exception {
    String result = start("-Dorg.bytedeco.javacpp.maxPhysicalBytes=4g", CACHE + cache).result();
    assertThat(result).startsWith("exit 0").contains("limit " + (4L << 30));
  }

  @Test
  void aCacheFolderThatCannotBeWrittenIsAFinding() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));
    String result = start(CACHE + file.resolve("cache")).result();
    assertThat(result)
        .startsWith(
            "exit 0\nfinding cache folder "
                + file.resolve("cache")
                + ": the native libraries are unpacked here, so it must be a folder that can be"
                + " written; found java.nio.file.")
        .endsWith(
            "; name another folder with -Dorg.bytedeco.javacpp.cachedir=FOLDER, or, with the"
                + " launcher, in the environment variable INTERFUSE_CACHE.\n");
  }

  @Test
  void aCacheFolderWithoutRoomForFilesIsAFinding() throws Exception {
    Path proc = Path.of("/proc");
    assumeTrue(Files.isDirectory(proc), "there is no /proc");
    assertThat(start(CACHE + proc).result()).startsWith("exit 0\nfinding cache folder /proc: ");
  }

  private static ChildJvm start(String... options) throws IOException {
    return ChildJvm.start(folder, TorchStart.class, List.of(options), foreignTorch);
  }

  /** A folder with the libtorch of this system (Debian: python3-torch); empty if it has none. */
  private static Path foreignTorch(Path target) throws IOException {
    Files.createDirectories(target);
    for (String name : LIBRARIES) {
      Path installed = Path.of("/usr/lib/x86_64-linux-gnu/lib" + name + ".so.1.13");
      if (Files.exists(installed)) {
        Files.createSymbolicLink(target.resolve("lib" + name + ".so"), installed);
      }
    }
    return target;
  }
}
