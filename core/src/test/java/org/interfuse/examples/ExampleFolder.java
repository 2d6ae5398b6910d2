package org.interfuse.examples;

import java.nio.file.Files;
import java.nio.file.Path;

/** Finds {@code examples/NAME} of this repository from wherever the tests run. */
public final class ExampleFolder {
  private ExampleFolder() {}

  /**
   * The example of that name.
   *
   * @throws IllegalStateException if no folder above the working directory has it
   */
  public static Path named(String name) {
    Path start = Path.of("").toAbsolutePath();
    for (Path folder = start; folder != null; folder = folder.getParent()) {
      Path example = folder.resolve("examples").resolve(name);
      if (Files.isDirectory(example)) {
        return example;
      }
    }
    throw new IllegalStateException("no folder examples/%s above %s".formatted(name, start));
  }
}
