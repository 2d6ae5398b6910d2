package org.interfuse.tensor;

import java.nio.file.Path;

/**
 * Folders beside the unpacked native libraries for what is computed once and can be computed again.
 * Anybody may delete them.
 */
public final class CacheFolder {
  private static final String NAME = "interfuse";

  private CacheFolder() {}

  /**
   * The folder of that name, which need not exist yet; the system property {@code interfuse.NAME}
   * chooses another.
   *
   * @throws org.interfuse.finding.FindingsException if nothing can be written there
   */
  public static Path of(String name) {
    String chosen = System.getProperty("interfuse." + name);
    return chosen == null
        ? NativeCache.folder().resolve(NAME).resolve(name)
        : Path.of(chosen).toAbsolutePath();
  }
}
