package org.interfuse.study;

import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.Objects;

/** Files beside the tests. */
final class Resources {
  private Resources() {}

  static Path folder(String name) {
    URL url = Resources.class.getClassLoader().getResource(name);
    try {
      return Path.of(Objects.requireNonNull(url, name).toURI());
    } catch (URISyntaxException exception) {
      throw new IllegalStateException(name, exception);
    }
  }

  static Path good(String name) {
    return folder("study/good").resolve(name);
  }
}
