package org.interfuse.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.tools.ToolProvider;
import org.interfuse.fusion.FusionSpec;
import org.interfuse.tensor.Seed;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The slot code that batches of real size run, taken away: the proofs of operators that use it
 * fail. Large batches alone reach it.
 */
class BrokenSlotsTest {
  private static final String SOURCE = "core/src/main/java/org/interfuse/fusion/Slots.java";
  private static final String FILL = "x.index_fill(axis, absentRows(present), constant)";
  private static final String COPY =
      "pooled.index_copy(0, rows, absence.expand(rows.size(0), pooled.size(1)))";

  @TempDir Path folder;

  @ParameterizedTest(name = "{0} without replacing {1}")
  @CsvSource({
    "sum, rows by a number",
    "mlb, rows by a number",
    "attention-pool, rows by a number",
    "concat, rows by a vector",
    "film, rows by a vector",
    "mixture-of-experts, rows by a vector"
  })
  void isCaughtByLargeBatches(String type, String removed) throws Exception {
    String now = removed.endsWith("number") ? FILL : COPY;
    Path broken = broken(now, removed.endsWith("number") ? "x" : "pooled");

    List<String> failed = failedWith(broken, type);

    assertThat(failed)
        .isNotEmpty()
        .contains("outputs, float64, large batch", "absent bytes are inert, large batch")
        .allSatisfy(name -> assertThat(name).endsWith(", large batch"));
  }

  private Path broken(String code, String instead) throws IOException {
    Path module = Path.of("").toAbsolutePath();
    String source = Files.readString(module.resolveSibling(SOURCE));
    assertThat(source).contains(code);
    Path file = Files.writeString(folder.resolve("Slots.java"), source.replace(code, instead));
    String[] options = {
      "-proc:none", "-d", folder.toString(), "-cp", System.getProperty("java.class.path")
    };
    String[] words = Arrays.copyOf(options, options.length + 1);
    words[options.length] = file.toString();
    assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, words)).isZero();
    return folder;
  }

  /** The names of the failed proofs of the first options of an operator. */
  private static List<String> failedWith(Path broken, String type) throws Exception {
    Thread thread = Thread.currentThread();
    ClassLoader usual = thread.getContextClassLoader();
    try (OwnClasses loader = new OwnClasses(broken)) {
      thread.setContextClassLoader(loader);
      Class<?> probe = loader.loadClass(Probe.class.getName());
      @SuppressWarnings("unchecked") // of strings, which both loaders share
      List<String> failed =
          (List<String>) probe.getDeclaredMethod("failed", String.class).invoke(null, type);
      return failed;
    } finally {
      thread.setContextClassLoader(usual);
    }
  }

  /** What is asked of the classes of a loader of their own. */
  public static final class Probe {
    private Probe() {}

    public static List<String> failed(String type) {
      FusionSpec spec =
          FusionProofs.registered().stream()
              .filter(one -> one.type().equals(type))
              .findFirst()
              .orElseThrow();
      return FusionProofs.prove(spec, new Seed(7)).failed().stream().map(Proof::name).toList();
    }
  }

  /**
   * Loads this program's classes itself, a folder's first, and all others as usual: libtorch too,
   * which a process has once.
   */
  private static final class OwnClasses extends URLClassLoader {
    OwnClasses(Path first) throws MalformedURLException {
      super(urls(first), BrokenSlotsTest.class.getClassLoader());
    }

    private static URL[] urls(Path first) throws MalformedURLException {
      String[] path = System.getProperty("java.class.path").split(File.pathSeparator);
      URL[] urls = new URL[path.length + 1];
      urls[0] = first.toUri().toURL();
      for (int i = 0; i < path.length; i++) {
        urls[i + 1] = Path.of(path[i]).toUri().toURL();
      }
      return urls;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith("org.interfuse.") || name.startsWith("org.interfuse.tensor.")) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        return loaded == null ? findClass(name) : loaded;
      }
    }
  }
}
