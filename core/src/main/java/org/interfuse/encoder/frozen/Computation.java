package org.interfuse.encoder.frozen;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.interfuse.finding.Finding;
import org.interfuse.finding.FindingsException;
import org.interfuse.progress.Progress;

/** Computes representations on every core, and writes them segment by segment. */
final class Computation {
  /** Items of a segment: what an interrupted run loses, at most, for each core. */
  private static final int ITEMS = 128;

  /** Numbers of a segment, after at least one item. */
  private static final long NUMBERS = 1 << 22;

  private final Path folder;
  private final int width;
  private final FrozenItems items;
  private final Progress.Task task;
  private final AtomicLong done = new AtomicLong();

  Computation(Path folder, int width, FrozenItems items, Progress.Task task) {
    this.folder = folder;
    this.width = width;
    this.items = items;
    this.task = task;
  }

  /**
   * Computes some items. Segments that were finished stay if one fails.
   *
   * @param missing items by digest
   */
  void run(Map<ItemDigest, Integer> missing) throws IOException {
    List<Map.Entry<ItemDigest, Integer>> all = List.copyOf(missing.entrySet());
    int cores = Runtime.getRuntime().availableProcessors();
    ExecutorService pool = Executors.newFixedThreadPool(cores);
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int from = 0; from < all.size(); from += ITEMS) {
        List<Map.Entry<ItemDigest, Integer>> some =
            all.subList(from, Math.min(from + ITEMS, all.size()));
        running.add(pool.submit(() -> segment(some)));
      }
      for (Future<?> one : running) {
        one.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (ExecutionException e) {
      throw rethrown(Objects.requireNonNull(e.getCause()));
    } finally {
      pool.shutdownNow();
      awaitEnd(pool);
    }
  }

  private static IOException rethrown(Throwable cause) {
    if (cause instanceof RuntimeException fault) {
      throw fault;
    }
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof IOException fault ? fault : new IOException(cause);
  }

  /** None may go on in native code after this. */
  private static void awaitEnd(ExecutorService pool) {
    boolean interrupted = false;
    while (!pool.isTerminated()) {
      try {
        pool.awaitTermination(1, java.util.concurrent.TimeUnit.MINUTES);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private @org.jspecify.annotations.Nullable Void segment(List<Map.Entry<ItemDigest, Integer>> some)
      throws IOException {
    List<ItemDigest> digests = new ArrayList<>();
    List<float[]> values = new ArrayList<>();
    long numbers = 0;
    for (Map.Entry<ItemDigest, Integer> one : some) {
      if (Thread.currentThread().isInterrupted()) {
        throw new java.util.concurrent.CancellationException();
      }
      float[] made = items.represent(one.getValue());
      requireFinite(made, one.getValue());
      digests.add(one.getKey());
      values.add(made);
      numbers += made.length;
      if (numbers >= NUMBERS) {
        Segment.write(folder, digests, values, width);
        digests.clear();
        values.clear();
        numbers = 0;
      }
      task.step(done.incrementAndGet(), "");
    }
    if (!digests.isEmpty()) {
      Segment.write(folder, digests, values, width);
    }
    return null;
  }

  private void requireFinite(float[] made, int item) {
    for (float value : made) {
      if (!Float.isFinite(value)) {
        throw new FindingsException(
            Finding.of(
                "frozen " + items.name() + ", number %,d".formatted(item + 1),
                "what a frozen network makes of it must be finite",
                "a number that is not",
                List.of("networks of 16 bits may overflow: take one of 32 bits")));
      }
    }
  }
}
