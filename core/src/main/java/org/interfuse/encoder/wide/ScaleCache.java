package org.interfuse.encoder.wide;

import org.bytedeco.pytorch.Tensor;
import org.interfuse.preprocessing.WideFeatures;
import org.jspecify.annotations.Nullable;

/**
 * What tiles are scaled with, made in two passes over p floats for each of the features asked
 * about, as long as those are in use: batches of training, of subjects held out and of new ones
 * come in turns, and from several threads. Owns the tensors. Thread-safe.
 */
final class ScaleCache implements AutoCloseable {
  private final PerFeatures<Figures> kept = new PerFeatures<>(Figures::release);

  /** A {@link TileScale} without its features. */
  private record Figures(Tensor scale, @Nullable Tensor shift) {
    static Figures of(WideFeatures features) {
      TileScale made = TileScale.of(features);
      return new Figures(made.scale(), made.shift());
    }

    void release() {
      scale.releaseReference();
      if (shift != null) {
        shift.releaseReference();
      }
    }
  }

  /** Not to be closed by the caller, who keeps the features reachable as long as it is read. */
  TileScale of(WideFeatures features) {
    Figures figures = kept.of(features, () -> Figures.of(features));
    return new TileScale(features, figures.scale, figures.shift);
  }

  @Override
  public void close() {
    kept.close();
  }
}
