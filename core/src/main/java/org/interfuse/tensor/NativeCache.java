package org.interfuse.tensor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import org.interfuse.finding.Finding;
import org.interfuse.finding.FindingsException;
import org.jspecify.annotations.Nullable;

/**
 * The folder that native libraries are unpacked into, about 450 MB, once per version. A person's
 * choice is taken or refused, never silently replaced.
 */
final class NativeCache {
  static final String PROPERTY = "org.bytedeco.javacpp.cachedir";
  private static final String OTHER_SPELLING = "org.bytedeco.javacpp.cacheDir";
  private static final String RULE =
      "the native libraries are unpacked here, so it must be a folder that can be written";
  private static final List<String> REMEDIES =
      List.of(
          "name another folder with -D" + PROPERTY + "=FOLDER",
          "or, with the launcher, in the environment variable INTERFUSE_CACHE");

  private NativeCache() {}

  /**
   * The folder, existing and writable, also set as the property that JavaCPP reads. Without a
   * choice it is {@code .javacpp/cache} in the home folder, or a folder of this user below the
   * temporary one where the home folder cannot be written.
   *
   * @throws FindingsException if it cannot be written
   */
  static Path folder() {
    Path folder = usable(System.getProperty(PROPERTY, System.getProperty(OTHER_SPELLING)));
    System.setProperty(PROPERTY, folder.toString());
    return folder;
  }

  private static Path usable(@Nullable String chosen) {
    if (chosen != null) {
      return requireWritable(chosen);
    }
    try {
      return requireWritable(System.getProperty("user.home") + "/.javacpp/cache");
    } catch (FindingsException homeIsReadOnly) {
      String user = System.getProperty("user.name");
      return requireWritable(System.getProperty("java.io.tmpdir") + "/.javacpp-" + user + "/cache");
    }
  }

  private static Path requireWritable(String name) {
    try {
      Path folder = Path.of(name).toAbsolutePath();
      Files.createDirectories(folder);
      Files.delete(Files.createTempFile(folder, "interfuse", ".part"));
      return folder.toRealPath();
    } catch (IOException | InvalidPathException e) {
      throw unusable(name, e);
    }
  }

  /** The error for a folder that cannot hold the libraries. */
  static FindingsException unusable(String folder, Throwable cause) {
    FindingsException error =
        new FindingsException(
            Finding.of("cache folder " + folder, RULE, cause.toString(), REMEDIES));
    error.initCause(cause);
    return error;
  }
}
