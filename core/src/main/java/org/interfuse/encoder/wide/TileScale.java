package org.interfuse.encoder.wide;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.interfuse.preprocessing.WideFeatures;
import org.interfuse.tensor.Tensors;
import org.jspecify.annotations.Nullable;

/**
 * What a tile of a wide modality is scaled with: x · scale + shift. Owns the tensors.
 *
 * @param features whose figures they are
 * @param scale [p]
 * @param shift [p], minus centre times scale; null for zeros
 */
record TileScale(WideFeatures features, Tensor scale, @Nullable Tensor shift)
    implements AutoCloseable {
  static TileScale of(WideFeatures features) {
    try (PointerScope scope = new PointerScope()) {
      Tensor scale = kept(Tensors.ofFloats(features.scale()), scope);
      float[] centre = features.centre();
      if (centre == null) {
        return new TileScale(features, scale, null);
      }
      float[] shift = new float[centre.length];
      for (int j = 0; j < shift.length; j++) {
        shift[j] = -centre[j] * features.scale()[j];
      }
      return new TileScale(features, scale, kept(Tensors.ofFloats(shift), scope));
    }
  }

  private static Tensor kept(Tensor tensor, PointerScope scope) {
    tensor.retainReference();
    scope.detach(tensor);
    return tensor;
  }

  @Override
  public void close() {
    scale.releaseReference();
    if (shift != null) {
      shift.releaseReference();
    }
  }
}
