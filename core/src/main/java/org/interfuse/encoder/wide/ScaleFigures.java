package org.interfuse.encoder.wide;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.interfuse.preprocessing.WideFeatures;
import org.interfuse.tensor.Tensors;
import org.jspecify.annotations.Nullable;

/**
 * Scale and shift (or what fills missing cells) of p columns as tensors, 8 p bytes, made when the
 * first tile is read: whoever reads stored cells alone never asks. Holds nothing of the features,
 * and owns the tensors. Thread-safe, but not to be closed while another thread reads.
 */
final class ScaleFigures implements AutoCloseable {
  private @Nullable Tensor scale;
  private @Nullable Tensor shift;
  private @Nullable Tensor fill;

  /** [p]. */
  synchronized Tensor scale(WideFeatures features) {
    if (scale == null) {
      scale = kept(features.scale());
    }
    return scale;
  }

  /** [p], minus centre times scale; null for zeros. */
  synchronized @Nullable Tensor shift(WideFeatures features) {
    float[] centre = features.centre();
    if (shift == null && centre != null) {
      float[] product = new float[centre.length];
      for (int j = 0; j < product.length; j++) {
        product[j] = -centre[j] * features.scale()[j];
      }
      shift = kept(product);
    }
    return shift;
  }

  /** [p], what a missing cell is after scaling; null for zeros. */
  synchronized @Nullable Tensor fill(WideFeatures features) {
    float[] means = features.fill();
    if (fill == null && means != null) {
      float[] product = new float[means.length];
      for (int j = 0; j < product.length; j++) {
        product[j] = means[j] * features.scale()[j];
      }
      fill = kept(product);
    }
    return fill;
  }

  private static Tensor kept(float[] values) {
    try (PointerScope scope = new PointerScope()) {
      Tensor tensor = Tensors.ofFloats(values);
      tensor.retainReference();
      scope.detach(tensor);
      return tensor;
    }
  }

  @Override
  public synchronized void close() {
    if (scale != null) {
      scale.releaseReference();
      scale = null;
    }
    if (shift != null) {
      shift.releaseReference();
      shift = null;
    }
    if (fill != null) {
      fill.releaseReference();
      fill = null;
    }
  }
}
