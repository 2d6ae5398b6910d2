package org.interfuse.encoder.wide;

import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.interfuse.preprocessing.WideFeatures;

/**
 * What was computed of wide features, once for each of them and as long as they are in use; it must
 * not hold them itself. Whoever uses a value keeps its features reachable ({@link
 * Reference#reachabilityFence}) until done. Thread-safe: a second caller waits.
 *
 * @param <V> what is kept
 */
final class PerFeatures<V> implements AutoCloseable {
  private final List<Entry<V>> entries = new ArrayList<>();
  private final Consumer<V> release;

  private record Entry<V>(WeakReference<WideFeatures> features, V value) {}

  /**
   * An empty one.
   *
   * @param release frees a value that is no longer wanted
   */
  PerFeatures(Consumer<V> release) {
    this.release = release;
  }

  /** What is kept of these features, made where there is none. */
  synchronized V of(WideFeatures features, Supplier<V> make) {
    releaseUnused();
    for (Entry<V> entry : entries) {
      if (entry.features.get() == features) {
        return entry.value;
      }
    }
    V made = make.get();
    entries.add(new Entry<>(new WeakReference<>(features), made));
    return made;
  }

  private void releaseUnused() {
    entries.removeIf(
        entry -> {
          boolean unused = entry.features.get() == null;
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
