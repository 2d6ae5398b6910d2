package org.interfuse;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Public data beside the repository ({@code ../shared/data}); tests skip where it is absent. */
public final class SharedData {
  private SharedData() {}

  /** The folder of a data set; skips the test, with the reason, where it is absent. */
  public static Path folder(String name) {
    Path at = Path.of("").toAbsolutePath();
    while (at != null) {
      Path beside = at.resolveSibling("shared").resolve("data").resolve(name);
      if (Files.isDirectory(beside)) {
        return beside;
      }
      Path twoUp = at.resolve("shared").resolve("data").resolve(name);
      if (Files.isDirectory(twoUp)) {
        return twoUp;
      }
      at = at.getParent();
    }
    Assumptions.assumeTrue(false, "the data set '" + name + "' is not in ../shared/data");
    throw new IllegalStateException("skipped");
  }
}
