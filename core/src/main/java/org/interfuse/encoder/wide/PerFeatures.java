package org.interfuse.encoder.wide;

import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.interfuse.preprocessing.WideFeatures;

/**
 * What was computed of wide features, or of a part that several share, once for each and as long as
 * it is in use; it must not hold that itself. Whoever uses a value keeps its features reachable
 * ({@link Reference#reachabilityFence}) until done. Thread-safe: a second caller waits.
 *
 * @param <V> what is kept
 */
final class PerFeatures<V> implements AutoCloseable {
  private final List<Entry<V>> entries = new ArrayList<>();
  private final Function<WideFeatures, Object> part;
  private final Consumer<V> release;

  private record Entry<V>(WeakReference<Object> part, V value) {}

  /**
   * An empty one.
   *
   * @param part what decides whether values are the same: the features themselves, or what they
   *     have in common with others
   * @param release frees a value that is no longer wanted
   */
  PerFeatures(Function<WideFeatures, Object> part, Consumer<V> release) {
    this.part = part;
    this.release = release;
  }

  /** What is kept of these features, made where there is none. */
  synchronized V of(WideFeatures features, Supplier<V> make) {
    releaseUnused();
    Object own = part.apply(features);
    for (Entry<V> entry : entries) {
      if (entry.part.get() == own) {
        return entry.value;
      }
    }
    V made = make.get();
    entries.add(new Entry<>(new WeakReference<>(own), made));
    return made;
  }

  private void releaseUnused() {
    entries.removeIf(
        entry -> {
          boolean unused = entry.part.get() == null;
          if (unused) {
            release.accept(entry.value);
          }
          return unused;
        });
  }

  /** Frees all. */
  @Override
  public synchronized void close() {
    entries.forEach(entry -> release.accept(entry.value));
    entries.clear();
  }
}
