package org.interfuse.run;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.interfuse.file.Sha256;
import org.interfuse.study.SpecCatalog;
import org.jspecify.annotations.Nullable;

/**
 * Which program this is. A version names a release; between releases the code changes under the
 * same version, so a SHA-256 over the classes that compute stands beside it: those of this module
 * and of every module that registers something a study can name.
 */
final class ProgramCode {
  private ProgramCode() {}

  /** The version in the jar's manifest, or {@code development} when run from classes. */
  static String version() {
    String version = ProgramCode.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  /** SHA-256 over names and bytes of all class files; the same in a jar and beside one. */
  static String digest() {
    return Once.DIGEST;
  }

  /** Read once: the code does not change while it runs. */
  private static final class Once {
    private static final String DIGEST = digest(classes());

    private Once() {}

    private static String digest(SortedMap<String, byte[]> classes) {
      MessageDigest digest = Sha256.start();
      classes.forEach(
          (name, bytes) -> {
            digest.update(name.getBytes(java.nio.charset.StandardCharsets.UTF_8));
            digest.update(Sha256.bytes(bytes));
          });
      return HexFormat.of().formatHex(digest.digest());
    }

    private static SortedMap<String, byte[]> classes() {
      SpecCatalog catalog = SpecCatalog.load();
      Stream<Class<?>> registered =
          SpecCatalog.KINDS.stream()
              .flatMap(kind -> catalog.all(kind).stream())
              .map(Object::getClass);
      List<URL> places =
          Stream.concat(Stream.of(ProgramCode.class), registered)
              .map(Once::place)
              .flatMap(Stream::ofNullable)
              .distinct()
              .toList();
      SortedMap<String, byte[]> classes = new TreeMap<>();
      places.forEach(place -> read(place, classes));
      return classes;
    }

    private static @Nullable URL place(Class<?> type) {
      CodeSource source = type.getProtectionDomain().getCodeSource();
      return source == null ? null : source.getLocation();
    }

    private static void read(URL place, Map<String, byte[]> classes) {
      try {
        Path path = Path.of(place.toURI());
        if (Files.isDirectory(path)) {
          readBelow(path, classes);
        } else {
          try (FileSystem jar = FileSystems.newFileSystem(path)) {
            readBelow(jar.getPath("/"), classes);
          }
        }
      } catch (URISyntaxException | IOException e) {
        throw new IllegalStateException("cannot read the program's own classes in " + place, e);
      }
    }

    private static void readBelow(Path root, Map<String, byte[]> classes) throws IOException {
      try (Stream<Path> files = Files.walk(root)) {
        for (Path file : files.filter(each -> each.toString().endsWith(".class")).toList()) {
          classes.put(
              root.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
        }
      }
    }
  }
}
