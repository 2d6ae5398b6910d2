package org.interfuse.file;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/**
 * The folder of temporary files, {@code java.io.tmpdir}, as it is at one moment.
 *
 * @param path where it is
 * @param freeBytes what this process may still write there
 * @param inMemory whether what is written there takes memory, as in a {@code tmpfs}
 */
public record TemporaryFolder(Path path, long freeBytes, boolean inMemory) {
  /** What to do where it is too small. */
  public static final String REMEDY =
      "name another folder with -Djava.io.tmpdir=FOLDER in INTERFUSE_JAVA_OPTIONS";

  private static final Set<String> IN_MEMORY = Set.of("tmpfs", "ramfs");

  /** The one of this process, now. */
  public static TemporaryFolder now() {
    return of(Path.of(System.getProperty("java.io.tmpdir", ".")));
  }

  /** Any folder; where the system does not say what kind of disk it is on, it is on one. */
  static TemporaryFolder of(Path path) {
    try {
      FileStore store = Files.getFileStore(path);
      return new TemporaryFolder(path, store.getUsableSpace(), IN_MEMORY.contains(store.type()));
    } catch (IOException e) { // as in some containers
      return new TemporaryFolder(path, path.toFile().getUsableSpace(), false);
    }
  }
}
