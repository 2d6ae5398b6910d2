package org.interfuse.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemporaryFolderTest {
  @Test
  void tellsTheRoomThatIsLeft(@TempDir Path folder) {
    assertThat(TemporaryFolder.of(folder).freeBytes()).isPositive();
    assertThat(TemporaryFolder.of(folder.resolve("none")).freeBytes()).isZero();
  }

  @Test
  void knowsMemoryFromDisks() {
    assumeThat(Files.isDirectory(Path.of("/dev/shm"))).as("this system has /dev/shm").isTrue();
    assertThat(TemporaryFolder.of(Path.of("/dev/shm")).inMemory()).isTrue();
    assertThat(TemporaryFolder.of(Path.of("/proc/self")).inMemory()).isFalse();
  }
}
