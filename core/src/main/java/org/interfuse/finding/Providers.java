package org.interfuse.finding;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What jars register under {@code META-INF/services}, with a finding where it cannot be used. */
public final class Providers {
  private Providers() {}

  /** Everything registered on the class path. */
  public static <T> List<T> load(Class<T> type, String word) {
    return load(type, word, Thread.currentThread().getContextClassLoader());
  }

  /**
   * Everything registered with a class loader.
   *
   * @param word what one is called in messages
   * @throws FindingsException naming the provider and the files that register it, if one does not
   *     exist, does not fit this program, or fails when it is created
   */
  public static <T> List<T> load(Class<T> type, String word, @Nullable ClassLoader loader) {
    List<T> found = new ArrayList<>();
    try {
      for (Iterator<T> all = ServiceLoader.load(type, loader).iterator(); all.hasNext(); ) {
        found.add(all.next());
      }
    } catch (ServiceConfigurationError | LinkageError error) {
      throw new FindingsException(unusable(type, word, loader, error));
    }
    return found;
  }

  private static Finding unusable(
      Class<?> type, String word, @Nullable ClassLoader loader, Error error) {
    String services = "META-INF/services/" + type.getName();
    String said = String.valueOf(error.getMessage()).replace(type.getName() + ": ", "");
    StringBuilder found = new StringBuilder(said);
    if (error instanceof LinkageError) {
      found.insert(0, error.getClass().getSimpleName() + ": ");
    } else if (error.getCause() != null) {
      found.append(" (").append(error.getCause()).append(')');
    }
    List<String> files = files(services, loader, said);
    if (!files.isEmpty()) {
      found.append(", registered in ").append(String.join(" and ", files));
    }
    return Finding.of(
        word,
        "every class that a file " + services + " names must exist and be usable",
        found.toString(),
        List.of("correct that file and build the jar again, or take it off INTERFUSE_CLASSPATH"));
  }

  /** The files of that name that hold the name of the provider that a message speaks of. */
  private static List<String> files(String services, @Nullable ClassLoader loader, String said) {
    List<String> files = new ArrayList<>();
    try {
      ClassLoader from = loader == null ? ClassLoader.getSystemClassLoader() : loader;
      for (Enumeration<URL> all = from.getResources(services); all.hasMoreElements(); ) {
        URL file = all.nextElement();
        if (lines(file).anyMatch(line -> said.contains(line) || said.contains(internal(line)))) {
          files.add(file.toString());
        }
      }
    } catch (IOException | UncheckedIOException e) {
      return files; // the message tells the provider without them
    }
    return files;
  }

  private static Stream<String> lines(URL file) throws IOException {
    try (InputStream in = file.openStream()) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return text.lines()
          .map(line -> line.replaceFirst("#.*", "").strip())
          .filter(line -> !line.isEmpty());
    }
  }

  /** As errors of linking spell a class. */
  private static String internal(String name) {
    return name.replace('.', '/');
  }
}
