package org.interfuse.encoder.wide;

import java.lang.ref.Reference;
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
  private final PerFeatures<Tensor> all =
      new PerFeatures<>(features -> features, Tensor::releaseReference); // [rows, k]

  /** Scores [n, k] of the rows that the tiles have. */
  Tensor of(FeatureTiles tiles, Scores scores) {
    WideFeatures features = tiles.figures().features();
    Tensor places = Tensors.ofInts(tiles.chosen(), tiles.rows());
    Tensor chosen =
        all.of(features, () -> compute(tiles.figures(), scores)).index_select(0, places);
    Reference.reachabilityFence(features);
    return chosen;
  }

  private static Tensor compute(TileScale figures, Scores scores) {
    int[] rows = IntStream.range(0, figures.features().rows()).toArray();
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      return OwnedTensors.keep(scores.of(new FeatureTiles(figures, rows)).contiguous());
    }
  }

  @Override
  public void close() {
    all.close();
  }
}
