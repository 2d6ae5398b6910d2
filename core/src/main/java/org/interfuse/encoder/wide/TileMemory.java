package org.interfuse.encoder.wide;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.interfuse.tensor.Tensors;

/**
 * What one thread computes a tile of weights in, the same memory for every tile, so that it stays
 * in the processor's cache. Belongs to the pointer scope it is made in.
 */
final class TileMemory {
  private final Tensor gradient;
  private final Tensor exact;
  private final Tensor half;

  /**
   * For tiles of at most so many columns.
   *
   * @param type of the weights as they are computed with
   */
  TileMemory(ScalarType type, int columns, int width) {
    this.gradient = Tensors.empty(type, columns, width);
    this.exact = Tensors.empty(type, columns, width);
    this.half = Tensors.empty(ScalarType.BFloat16, columns, width);
  }

  /** [columns, width] for a gradient. */
  Tensor gradient(long columns) {
    return gradient.narrow(0, 0, columns);
  }

  /** [columns, width] for weights that are kept in less precision. */
  Tensor exact(long columns) {
    return exact.narrow(0, 0, columns);
  }

  /** [columns, width] in bfloat16. */
  Tensor half(long columns) {
    return half.narrow(0, 0, columns);
  }
}
