package org.interfuse.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
  @TempDir Path folder;

  @Test
  void writesTextAsUtf8AndCreatesTheFolder() throws IOException {
    Path figures = folder.resolve("run/figures");
    Path target = figures.resolve("metrics.json");
    AtomicFile.writeText(target, "σ = 1");
    assertThat(Files.readString(target)).isEqualTo("σ = 1");
    assertThat(namesIn(figures)).containsExactly("metrics.json");
  }

  @Test
  void replacesAnExistingFile() throws IOException {
    Path target = folder.resolve("metrics.json");
    AtomicFile.writeText(target, "a longer first version");
    AtomicFile.writeText(target, "second");
    assertThat(Files.readString(target)).isEqualTo("second");
  }

  @Test
  void aFailureLeavesTheOldContentAndNoTemporaryFile() throws IOException {
    Path target = folder.resolve("metrics.json");
    AtomicFile.writeText(target, "old");
    assertThatThrownBy(
            () ->
                AtomicFile.write(
                    target,
                    stream -> {
                      stream.write(new byte[100_000]);
                      throw new IOException("disk full");
                    }))
        .isInstanceOf(IOException.class)
        .hasMessage("disk full");
    assertThat(Files.readString(target)).isEqualTo("old");
    assertThat(namesIn(folder)).containsExactly("metrics.json");
  }

  @Test
  void theTargetIsNotVisibleWhileItIsWritten() throws IOException {
    Path target = folder.resolve("metrics.json");
    AtomicFile.write(
        target,
        stream -> {
          stream.write(1);
          stream.flush();
          assertThat(target).doesNotExist();
        });
    assertThat(target).hasBinaryContent(new byte[] {1});
  }

  @Test
  void aSymbolicLinkKeepsPointingToItsFile() throws IOException {
    Path real = folder.resolve("real/metrics.json");
    AtomicFile.writeText(real, "old");
    Path link = Files.createSymbolicLink(folder.resolve("link.json"), real);
    AtomicFile.writeText(link, "new");
    assertThat(link).isSymbolicLink();
    assertThat(Files.readString(real)).isEqualTo("new");
  }

  @Test
  void aFolderBelowAFileIsAnError() throws IOException {
    Path file = folder.resolve("file");
    AtomicFile.writeText(file, "");
    assertThatThrownBy(() -> AtomicFile.writeText(file.resolve("below/metrics.json"), ""))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(file.toString());
  }

  private static List<String> namesIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
