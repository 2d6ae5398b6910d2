package org.interfuse.encoder.wide;

import org.bytedeco.pytorch.Tensor;
import org.interfuse.preprocessing.WideFeatures;
import org.jspecify.annotations.Nullable;

/**
 * What a tile of a wide modality is scaled with: x · scale + shift, and filled with.
 *
 * @param features whose figures they are
 * @param figures of the columns, perhaps shared with other rows of the same fit
 */
record TileScale(WideFeatures features, ScaleFigures figures) implements AutoCloseable {
  /** With figures of its own, to be closed. */
  static TileScale of(WideFeatures features) {
    return new TileScale(features, new ScaleFigures());
  }

  /** [p]. */
  Tensor scale() {
    return figures.scale(features);
  }

  /** [p], minus centre times scale; null for zeros. */
  @Nullable Tensor shift() {
    return figures.shift(features);
  }

  /** [p], what a missing cell becomes; null for zeros. */
  @Nullable Tensor fill() {
    return figures.fill(features);
  }

  @Override
  public void close() {
    figures.close();
  }
}
