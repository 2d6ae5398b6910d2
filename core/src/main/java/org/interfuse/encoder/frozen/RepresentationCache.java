package org.interfuse.encoder.frozen;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.interfuse.finding.FindingsException;
import org.interfuse.finding.StorageException;
import org.interfuse.progress.Progress;
import org.interfuse.tensor.CacheFolder;

/**
 * Representations on disk, by the digest of the network and that of the item: whatever study, fold,
 * candidate or process asks, each is computed once. Segments that were finished before a run was
 * ended are found by the next; a damaged one is deleted and its items are computed again. While one
 * process computes, others that miss something wait. Thread-safe.
 */
public final class RepresentationCache {
  private static final Map<Path, RepresentationCache> OPEN = new ConcurrentHashMap<>();

  /** Changed whenever the same network would give other numbers for the same item. */
  private static final String VERSION = "1-";

  private record Place(int segment, int item) {}

  private final Path folder;
  private final int width;
  private final List<Segment> segments = new ArrayList<>();
  private final Set<String> seen = new HashSet<>();
  private final Map<ItemDigest, Place> places = new HashMap<>();

  private RepresentationCache(Path folder, int width) {
    this.folder = folder;
    this.width = width;
  }

  /**
   * The representations of a network.
   *
   * @param network its digest
   * @param width numbers in a token
   */
  static RepresentationCache of(String network, int width) {
    Path folder = CacheFolder.of("representations").resolve(VERSION + network);
    return OPEN.computeIfAbsent(folder, path -> new RepresentationCache(path, width));
  }

  /** The representations of a folder, looked at anew. */
  static RepresentationCache in(Path folder, int width) {
    return new RepresentationCache(folder, width);
  }

  /** Finds the representations of all items, and computes those that are missing. */
  synchronized Representations of(FrozenItems items, Progress progress) {
    int n = items.start(items.rows());
    ItemDigest[] digests = new ItemDigest[n];
    for (int i = 0; i < n; i++) {
      digests[i] = ItemDigest.of(items.digest(i));
    }
    try {
      Files.createDirectories(folder);
      look();
      int missing = 0;
      if (!missing(digests).isEmpty()) {
        try (FolderLock lock = FolderLock.of(folder, progress)) {
          look(); // another process may have been at it
          missing = missing(digests).size();
          compute(items, missing(digests), progress);
        }
      }
      if (progress != Progress.SILENT && n > 0) {
        progress.say(
            "%s: %,d in all, %,d computed now, the others found in the cache"
                .formatted(items.name(), n, missing));
      }
    } catch (IOException e) {
      throw StorageException.unwritable(folder, e);
    }
    return found(digests);
  }

  /** Items that are not there, each digest once. */
  private Map<ItemDigest, Integer> missing(ItemDigest[] digests) {
    Map<ItemDigest, Integer> missing = new LinkedHashMap<>();
    for (int i = 0; i < digests.length; i++) {
      if (!places.containsKey(digests[i])) {
        missing.putIfAbsent(digests[i], i);
      }
    }
    return missing;
  }

  private void compute(FrozenItems items, Map<ItemDigest, Integer> missing, Progress progress)
      throws IOException {
    if (missing.isEmpty()) {
      return;
    }
    try (Progress.Task task = progress.start("frozen " + items.name(), missing.size())) {
      new Computation(folder, width, items, task).run(missing);
    }
    look();
  }

  /** Opens the segments that were written since. */
  private void look() throws IOException {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder, "*" + Segment.SUFFIX)) {
      stream.forEach(files::add);
    }
    files.sort(null);
    for (Path file : files) {
      if (seen.add(file.getFileName().toString())) {
        add(file);
      }
    }
  }

  private void add(Path file) throws IOException {
    Segment segment;
    try {
      segment = Segment.read(file);
    } catch (FindingsException e) {
      Files.deleteIfExists(file);
      seen.remove(file.getFileName().toString());
      return;
    }
    for (int i = 0; i < segment.digests().size(); i++) {
      places.putIfAbsent(segment.digests().get(i), new Place(segments.size(), i));
    }
    segments.add(segment);
  }

  private Representations found(ItemDigest[] digests) {
    int[] segmentOf = new int[digests.length];
    int[] firstIn = new int[digests.length];
    int[] lengths = new int[digests.length];
    for (int i = 0; i < digests.length; i++) {
      Place place = java.util.Objects.requireNonNull(places.get(digests[i]));
      int[] starts = segments.get(place.segment()).starts();
      segmentOf[i] = place.segment();
      firstIn[i] = starts[place.item()];
      lengths[i] = starts[place.item() + 1] - starts[place.item()];
    }
    return new Representations(segments, segmentOf, firstIn, lengths, width);
  }
}
