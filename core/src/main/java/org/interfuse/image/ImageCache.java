package org.interfuse.image;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.interfuse.file.AtomicFile;
import org.interfuse.file.Sha256;
import org.interfuse.finding.Finding;
import org.interfuse.finding.FindingsException;
import org.interfuse.finding.StorageException;
import org.interfuse.tensor.CacheFolder;
import org.jspecify.annotations.Nullable;

/**
 * What was computed of pictures, on disk: records of one size under the SHA-256 of a file's bytes,
 * in a folder for each way of computing them. Shared by all folds, candidates, runs and processes:
 * files are written whole under the digest of what is in them and never changed, so that two
 * processes at once at worst compute the same twice, and one that is killed loses the pictures of
 * one file. A file that is cut short or foreign is as good as none; pixels carry no checksum of
 * their own.
 *
 * <p>The folder is {@code images} of {@link CacheFolder}, or what {@value #PROPERTY} says. Once it
 * holds more than {@value #MOST_BYTES} bytes, files that were not opened in the last hour go, the
 * longest unused first. It may be deleted at any time. Thread-safe.
 */
public final class ImageCache {
  /** The property that names another folder. */
  public static final String PROPERTY = "interfuse.images";

  static final long MOST_BYTES = 20_000_000_000L;
  private static final Duration IN_USE = Duration.ofHours(1);
  private static final String ENDING = ".images";

  private final Path folder;
  private final int recordBytes;
  private final Map<String, ByteBuffer> records = new ConcurrentHashMap<>();

  private ImageCache(Path folder, int recordBytes) {
    this.folder = folder;
    this.recordBytes = recordBytes;
  }

  /**
   * Opens what there is.
   *
   * @param key how records are computed: equal for equal results alone
   * @param recordBytes of each record
   */
  static ImageCache open(String key, int recordBytes) {
    return open(CacheFolder.of("images"), key, recordBytes, MOST_BYTES);
  }

  static ImageCache open(Path root, String key, int recordBytes, long mostBytes) {
    String name = Sha256.hexadecimal(key.getBytes(StandardCharsets.UTF_8)).substring(0, 16);
    ImageCache cache = new ImageCache(root.resolve(name), recordBytes);
    try {
      Files.createDirectories(cache.folder);
      cache.update();
      forget(root, mostBytes);
    } catch (IOException e) {
      throw cache.unusable(e);
    } catch (UncheckedIOException e) {
      throw cache.unusable(Objects.requireNonNull(e.getCause()));
    }
    return cache;
  }

  /** Finds what others have added. */
  void update() {
    try {
      for (Path file : files(folder)) {
        index(file);
      }
    } catch (IOException e) {
      throw unusable(e);
    } catch (UncheckedIOException e) {
      throw unusable(Objects.requireNonNull(e.getCause()));
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    List<Path> found = new ArrayList<>();
    collect(folder, found);
    found.sort(null);
    return found;
  }

  /** Others may add and forget files meanwhile. */
  private static void collect(Path folder, List<Path> found) throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        if (Files.isDirectory(entry)) {
          collect(entry, found);
        } else if (entry.toString().endsWith(ENDING) && !AtomicFile.isTemporary(entry)) {
          found.add(entry);
        }
      }
    } catch (NoSuchFileException forgottenMeanwhile) {
      // an empty folder
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  private void index(Path file) throws IOException {
    try {
      CacheSegment segment = CacheSegment.open(file, recordBytes);
      if (segment != null) {
        index(segment);
        touch(file);
      }
    } catch (NoSuchFileException forgottenMeanwhile) {
      // another process made room: its pictures are decoded again
    }
  }

  /** Only its owner may say when a file was used; it is then forgotten by when it was written. */
  private static void touch(Path file) {
    try {
      Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
    } catch (IOException notOurs) {
      // it serves all the same
    }
  }

  private void index(CacheSegment segment) {
    for (int i = 0; i < segment.keys().size(); i++) {
      ByteBuffer record = segment.records().slice(i * recordBytes, recordBytes);
      records.putIfAbsent(segment.keys().get(i), record);
    }
  }

  private static void forget(Path root, long mostBytes) throws IOException {
    record Kept(Path file, long bytes, Instant used) {}
    List<Kept> kept = new ArrayList<>();
    for (Path file : files(root)) {
      try {
        Instant used = Files.getLastModifiedTime(file).toInstant();
        kept.add(new Kept(file, Files.size(file), used));
      } catch (NoSuchFileException forgottenMeanwhile) {
        // by another process
      }
    }
    kept.sort(Comparator.comparing(Kept::used));
    long bytes = kept.stream().mapToLong(Kept::bytes).sum();
    Instant old = Instant.now().minus(IN_USE);
    for (Kept one : kept) {
      if (bytes <= mostBytes || one.used().isAfter(old)) {
        return;
      }
      Files.deleteIfExists(one.file());
      bytes -= one.bytes();
    }
  }

  /** The record of a picture, not to be written to; null where there is none. */
  @Nullable ByteBuffer find(String sha256) {
    return records.get(sha256);
  }

  /** Adds records, each under its picture's digest, as one file. */
  void add(List<String> keys, List<byte[]> contents) {
    if (keys.isEmpty()) {
      return;
    }
    String name = Sha256.hexadecimal(String.join("", keys).getBytes(StandardCharsets.US_ASCII));
    Path file = folder.resolve(name.substring(0, 32) + ENDING);
    try {
      CacheSegment.write(file, keys, contents, recordBytes);
      CacheSegment segment = CacheSegment.open(file, recordBytes);
      if (segment == null) {
        throw new IOException("what was written is not what is read");
      }
      index(segment);
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  private FindingsException unusable(IOException cause) {
    FindingsException error =
        new FindingsException(
            Finding.of(
                "cache folder " + folder,
                "decoded images are kept here, so it must be a folder that can be written",
                StorageException.reason(cause),
                List.of("name another cache folder in the environment variable INTERFUSE_CACHE")));
    error.initCause(cause);
    return error;
  }
}
