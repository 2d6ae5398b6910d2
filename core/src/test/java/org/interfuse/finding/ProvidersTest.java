package org.interfuse.finding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProvidersTest {
  /** What is registered here. */
  public interface Part {}

  /** A part that can be used. */
  public static final class Usable implements Part {}

  /** A part that cannot be made. */
  public static final class Failing implements Part {
    public Failing() {
      throw new IllegalStateException("no licence");
    }
  }

  @TempDir Path folder;

  @Test
  void findsWhatIsRegistered() throws IOException {
    assertThat(load(Usable.class.getName())).hasExactlyElementsOfTypes(Usable.class);
  }

  @Test
  void namesAClassThatDoesNotExistAndTheFileThatRegistersIt() {
    assertThatThrownBy(() -> load("toy.Missing # a part"))
        .isInstanceOf(FindingsException.class)
        .hasMessageStartingWith(
            "part: every class that a file META-INF/services/%s names must exist and be usable;"
                    .formatted(Part.class.getName())
                + " found Provider toy.Missing not found, registered in file:")
        .hasMessageEndingWith(
            "/META-INF/services/%s; correct that file and build the jar again, or take it off"
                    .formatted(Part.class.getName())
                + " INTERFUSE_CLASSPATH.");
  }

  @Test
  void namesAClassThatCannotBeMadeAndWhy() {
    assertThatThrownBy(() -> load(Failing.class.getName()))
        .hasMessageContaining("found Provider " + Failing.class.getName())
        .hasMessageContaining("(java.lang.IllegalStateException: no licence), registered in file:");
  }

  private List<Part> load(String line) throws IOException {
    Path services = Files.createDirectories(folder.resolve("META-INF/services"));
    Files.writeString(services.resolve(Part.class.getName()), line + "\n");
    URL[] path = {folder.toUri().toURL()};
    try (URLClassLoader loader = new URLClassLoader(path, getClass().getClassLoader())) {
      return Providers.load(Part.class, "part", loader);
    }
  }
}
