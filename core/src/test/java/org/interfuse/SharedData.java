package org.interfuse;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** Public data kept beside the project; tests that need it are skipped where it is absent. */
public final class SharedData {
  private SharedData() {}

  /** A folder or file of {@code ../shared/data}; skips the test if it is not there. */
  public static Path require(String name) {
    for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
      Path found = folder.resolve("shared").resolve("data").resolve(name);
      if (Files.exists(found)) {
        return found;
      }
    }
    assumeTrue(false, "shared/data/" + name + " is not beside the project");
    throw new AssertionError("unreachable");
  }
}
