package org.interfuse.encoder.frozen;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.interfuse.finding.Finding;
import org.interfuse.finding.FindingsException;
import org.interfuse.finding.StorageException;
import org.interfuse.progress.Progress;
import org.interfuse.tensor.CacheFolder;
import org.jspecify.annotations.Nullable;

/**
 * Representations on disk, by the digest of the network and that of the item: whatever study, fold,
 * candidate or process asks, each is computed once. Segments that were finished before a run was
 * ended are found by the next. A segment is read whole, and its digest compared, when an item of it
 * is first used; a damaged one is deleted and its items are computed again. While one process
 * computes, others that miss something wait; files are deleted by whoever holds the folder's lock
 * alone. All networks together take no more than {@link CacheLimit} says. Thread-safe.
 */
public final class RepresentationCache {
  private static final Map<Path, RepresentationCache> OPEN = new ConcurrentHashMap<>();

  /** Changed whenever the same network would give other numbers for the same item. */
  private static final String VERSION = "1-";

  /** How often what another process deletes meanwhile is computed again. */
  private static final int ATTEMPTS = 5;

  /** A segment that was seen; null until its numbers were first used. */
  private static final class Held {
    private final Segment segment;
    private Segment.@Nullable Opened opened;

    Held(Segment segment) {
      this.segment = segment;
    }
  }

  private record Place(Held held, int item) {}

  private final Path folder;
  private final int width;
  private final @Nullable Path root;
  private final Map<Path, Held> segments = new LinkedHashMap<>();
  private final Map<ItemDigest, Place> places = new HashMap<>();
  private final Set<Path> used = ConcurrentHashMap.newKeySet();
  private boolean roomMade;

  private RepresentationCache(Path folder, int width, @Nullable Path root) {
    this.folder = folder;
    this.width = width;
    this.root = root;
  }

  /**
   * The representations of a network.
   *
   * @param network its digest
   * @param width numbers in a token
   */
  static RepresentationCache of(String network, int width) {
    Path root = CacheFolder.of("representations");
    return OPEN.computeIfAbsent(
        root.resolve(VERSION + network), path -> new RepresentationCache(path, width, root));
  }

  /** The representations of a folder, looked at anew, of any size. */
  static RepresentationCache in(Path folder, int width) {
    return new RepresentationCache(folder, width, null);
  }

  /** The representations of a network, looked at anew, within the limit of all of a folder. */
  static RepresentationCache within(Path root, String network, int width) {
    return new RepresentationCache(root.resolve(VERSION + network), width, root);
  }

  /** Finds the representations of all items, and computes those that are missing. */
  synchronized Representations of(FrozenItems items, Progress progress) {
    long most = root == null ? Long.MAX_VALUE : CacheLimit.bytes();
    int n = items.start(items.rows());
    ItemDigest[] digests = new ItemDigest[n];
    for (int i = 0; i < n; i++) {
      digests[i] = ItemDigest.of(items.digest(i));
    }
    try {
      int computed = completed(items, digests, progress);
      if (progress != Progress.SILENT && n > 0) {
        progress.say(
            "%s: %,d in all, %,d computed now, the others found in the cache"
                .formatted(items.name(), n, computed));
      }
      makeRoom(most, computed > 0);
    } catch (IOException e) {
      throw StorageException.unwritable(folder, e);
    }
    return found(digests);
  }

  /**
   * Opens the segments of all items, after computing what is in none.
   *
   * @return items computed
   */
  private int completed(FrozenItems items, ItemDigest[] digests, Progress progress)
      throws IOException {
    int computed = 0;
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Files.createDirectories(folder);
      if (missing(digests, false).isEmpty()) {
        return computed;
      }
      try (FolderLock lock = FolderLock.of(folder, progress)) {
        Map<ItemDigest, Integer> missing = missing(digests, true); // others may have been at it
        compute(items, missing, progress);
        computed += missing.size();
        if (missing(digests, true).isEmpty()) {
          return computed;
        }
      }
    }
    throw new FindingsException(
        Finding.of(
            "cache folder " + folder,
            "what is computed must stay there while it is used",
            "files that are gone or damaged as soon as they are written",
            List.of("name another cache folder in the environment variable INTERFUSE_CACHE")));
  }

  private void compute(FrozenItems items, Map<ItemDigest, Integer> missing, Progress progress)
      throws IOException {
    if (!missing.isEmpty()) {
      try (Progress.Task task = progress.start("frozen " + items.name(), missing.size())) {
        new Computation(folder, width, items, task).run(missing);
      }
    }
  }

  /**
   * Items that are in no segment which can be opened, each digest once.
   *
   * @param locked whether damaged files may be deleted
   */
  private Map<ItemDigest, Integer> missing(ItemDigest[] digests, boolean locked)
      throws IOException {
    look(locked);
    boolean opened = false;
    while (!opened) {
      opened = true;
      Set<Held> needed = new LinkedHashSet<>();
      for (ItemDigest digest : digests) {
        Place place = places.get(digest);
        if (place != null && place.held().opened == null) {
          needed.add(place.held());
        }
      }
      for (Held held : needed) {
        opened &= open(held, locked); // otherwise its items may be in another
      }
    }
    Map<ItemDigest, Integer> missing = new LinkedHashMap<>();
    for (int i = 0; i < digests.length; i++) {
      if (!places.containsKey(digests[i])) {
        missing.putIfAbsent(digests[i], i);
      }
    }
    return missing;
  }

  /** Sees the segments that were written since. */
  private void look(boolean locked) throws IOException {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder, "*" + Segment.SUFFIX)) {
      stream.forEach(files::add);
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    files.sort(null);
    for (Path file : files) {
      if (!segments.containsKey(file)) {
        try {
          add(new Held(Segment.look(file)));
        } catch (FindingsException | NoSuchFileException e) {
          forget(file, locked);
        }
      }
    }
  }

  private void add(Held held) {
    segments.put(held.segment.file(), held);
    List<ItemDigest> digests = held.segment.digests();
    for (int i = 0; i < digests.size(); i++) {
      places.putIfAbsent(digests.get(i), new Place(held, i));
    }
  }

  /** Whether it is as it was written; otherwise it is as if it had not been there. */
  private boolean open(Held held, boolean locked) throws IOException {
    Path file = held.segment.file();
    try {
      held.opened = held.segment.open();
      used.add(file);
      touch(file);
      return true;
    } catch (FindingsException | NoSuchFileException e) {
      segments.remove(file);
      places.values().removeIf(place -> place.held() == held);
      List.copyOf(segments.values()).forEach(this::add);
      forget(file, locked);
      return false;
    }
  }

  /** Another process may have written it anew, unless this one holds the lock. */
  private static void forget(Path file, boolean locked) throws IOException {
    if (locked) {
      Files.deleteIfExists(file);
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

  /** After something was written, and once before. */
  private void makeRoom(long most, boolean written) throws IOException {
    if (root != null && (written || !roomMade)) {
      CacheLimit.keep(root, most, this::inUse);
      roomMade = true;
    }
  }

  private boolean inUse(Path file) {
    return used.contains(file)
        || OPEN.values().stream().anyMatch(other -> other.used.contains(file));
  }

  private Representations found(ItemDigest[] digests) {
    List<ByteBuffer> tokens = new ArrayList<>();
    Map<Held, Integer> numbers = new IdentityHashMap<>();
    int[] segmentOf = new int[digests.length];
    int[] firstIn = new int[digests.length];
    int[] lengths = new int[digests.length];
    for (int i = 0; i < digests.length; i++) {
      Place place = Objects.requireNonNull(places.get(digests[i]));
      Segment.Opened opened = Objects.requireNonNull(place.held().opened);
      Integer number = numbers.get(place.held());
      if (number == null) {
        number = tokens.size();
        numbers.put(place.held(), number);
        tokens.add(opened.tokens());
      }
      segmentOf[i] = number;
      firstIn[i] = opened.starts()[place.item()];
      lengths[i] = opened.starts()[place.item() + 1] - firstIn[i];
    }
    return new Representations(tokens, segmentOf, firstIn, lengths, width);
  }
}
