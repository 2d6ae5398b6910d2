package org.interfuse.encoder.frozen;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.interfuse.file.AtomicFile;
import org.interfuse.finding.Finding;
import org.interfuse.finding.FindingsException;
import org.jspecify.annotations.Nullable;

/**
 * How many bytes the representations of all networks may take on disk. Segments that were not used
 * for longest go first; those that this process uses stay, and so do those of a network that some
 * process computes with.
 */
final class CacheLimit {
  /** The property with the limit: bytes, or with k, m, g or t (or kb …) thousands and so on. */
  static final String PROPERTY = "interfuse.representations.limit";

  static final long USUAL = 20_000_000_000L;

  private static final Pattern SIZE =
      Pattern.compile("([0-9]{1,18})|([0-9]{1,6}(?:\\.[0-9]{1,6})?)([kmgt])b?");
  private static final Pattern FOLDER = Pattern.compile("[0-9]+-[0-9a-f]{64}");
  private static final Pattern FILE = Pattern.compile("[0-9a-f]{64}\\.safetensors");
  private static final Pattern UNFINISHED = Pattern.compile("\\." + FILE + "\\..+");

  private CacheLimit() {}

  private record Kept(Path file, long bytes, FileTime used) {}

  /**
   * What was chosen.
   *
   * @throws FindingsException if it is no number of bytes
   */
  static long bytes() {
    String text = System.getProperty(PROPERTY, Long.toString(USUAL));
    Matcher size = SIZE.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (!size.matches()) {
      throw new FindingsException(
          Finding.of(
              PROPERTY,
              "expected bytes, or thousands, millions and so on of them as in 500k, 500MB, 1.5g, 1t",
              "'" + text + "'"));
    }
    if (size.group(3) == null) {
      return Long.parseLong(size.group(1));
    }
    int thousands = 1 + "kmgt".indexOf(size.group(3));
    return new BigDecimal(size.group(2)).movePointRight(3 * thousands).longValue();
  }

  /**
   * Deletes what killed processes left behind, and then what is too much.
   *
   * @param root with a folder for each network; anything else in it is nobody's concern here
   * @param inUse segments that stay
   */
  static void keep(Path root, long most, Predicate<Path> inUse) throws IOException {
    Map<Path, @Nullable FolderLock> locks = new HashMap<>();
    try {
      deleteUnfinished(root, locks);
      deleteTooMuch(root, most, inUse, locks);
    } finally {
      for (FolderLock lock : locks.values()) {
        if (lock != null) {
          lock.close();
        }
      }
    }
  }

  /** Who writes holds the folder's lock, so nobody does where it is free. */
  private static void deleteUnfinished(Path root, Map<Path, @Nullable FolderLock> locks)
      throws IOException {
    for (Path folder : list(root, FOLDER)) {
      for (Path file : list(folder, UNFINISHED)) {
        if (AtomicFile.isTemporary(file) && locked(folder, locks)) {
          gone(file);
        }
      }
    }
  }

  private static void deleteTooMuch(
      Path root, long most, Predicate<Path> inUse, Map<Path, @Nullable FolderLock> locks)
      throws IOException {
    List<Kept> kept = segments(root);
    long bytes = kept.stream().mapToLong(Kept::bytes).sum();
    kept.sort(Comparator.comparing(Kept::used));
    for (Kept one : kept) {
      if (bytes <= most) {
        return;
      }
      if (!inUse.test(one.file()) && locked(one.file().getParent(), locks) && gone(one.file())) {
        bytes -= one.bytes();
      }
    }
  }

  private static boolean locked(@Nullable Path folder, Map<Path, @Nullable FolderLock> locks) {
    if (folder == null) {
      return false;
    }
    if (!locks.containsKey(folder)) {
      locks.put(folder, FolderLock.ifFree(folder));
    }
    return locks.get(folder) != null;
  }

  private static boolean gone(Path file) {
    try {
      Files.deleteIfExists(file);
      return true;
    } catch (IOException notOurs) {
      return false; // somebody else's, or held by a system that keeps mapped files
    }
  }

  private static List<Kept> segments(Path root) throws IOException {
    List<Kept> kept = new ArrayList<>();
    for (Path folder : list(root, FOLDER)) {
      for (Path file : list(folder, FILE)) {
        try {
          BasicFileAttributes facts = Files.readAttributes(file, BasicFileAttributes.class);
          kept.add(new Kept(file, facts.size(), facts.lastModifiedTime()));
        } catch (NoSuchFileException goneMeanwhile) {
          // by another process
        }
      }
    }
    return kept;
  }

  private static List<Path> list(Path folder, Pattern names) throws IOException {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        if (names.matcher(entry.getFileName().toString()).matches()) {
          found.add(entry);
        }
      }
    } catch (NoSuchFileException | NotDirectoryException goneMeanwhile) {
      return List.of();
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return found;
  }
}
