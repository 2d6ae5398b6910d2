package org.interfuse.encoder.wide;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.interfuse.preprocessing.WideFeatures;
import org.interfuse.tensor.Tensors;

/**
 * Scores of all rows of the wide features asked about, as long as those features are in use. Owns
 * the tensors. Thread-safe.
 */
final class ScoreCache implements AutoCloseable {
  private final List<Entry> entries = new ArrayList<>();

  /** All scores [rows of the features, k]. */
  private record Entry(WeakReference<WideFeatures> features, Tensor scores) {}

  /** Scores [n, k] of the rows that the tiles have. */
  Tensor of(FeatureTiles tiles, Scores scores) {
    Tensor places = Tensors.ofInts(tiles.chosen(), tiles.rows());
    synchronized (this) {
      return all(tiles, scores).index_select(0, places);
    }
  }

  private Tensor all(FeatureTiles tiles, Scores scores) {
    WideFeatures features = tiles.figures().features();
    for (Entry entry : entries) {
      if (entry.features.get() == features) {
        return entry.scores;
      }
    }
    releaseUnused();
    int[] rows = IntStream.range(0, features.rows()).toArray();
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      Tensor computed =
          OwnedTensors.keep(scores.of(new FeatureTiles(tiles.figures(), rows)).contiguous());
      entries.add(new Entry(new WeakReference<>(features), computed));
      return computed;
    }
  }

  private void releaseUnused() {
    entries.removeIf(
        entry -> {
          boolean unused = entry.features.get() == null;
          if (unused) {
            entry.scores.releaseReference();
          }
          return unused;
        });
  }

  @Override
  public synchronized void close() {
    entries.forEach(entry -> entry.scores.releaseReference());
    entries.clear();
  }
}
