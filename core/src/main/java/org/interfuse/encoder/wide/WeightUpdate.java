package org.interfuse.encoder.wide;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.interfuse.encoder.UpdateStep;
import org.interfuse.tensor.NamedTensors;
import org.jspecify.annotations.Nullable;

/** How a tile of weights takes its gradient Xᵀδ. Tiles may be updated by several threads. */
interface WeightUpdate extends AutoCloseable {
  double BETA_ONE = 0.9;
  double BETA_TWO = 0.999;
  double EPSILON = 1e-8;

  /** Called once before the tiles of a step. */
  default void begin(Common common) {}

  /**
   * Takes a block of rows' columns, once, before the tiles of weights in it.
   *
   * @param from first column of the block
   * @param x [n, columns], may be overwritten
   * @return what {@link #apply} is given slices of
   */
  default Tensor prepare(int from, Tensor x, Common common) {
    return x;
  }

  /**
   * Updates a tile.
   *
   * @param weights [columns, width], changed in place
   * @param from first column of the tile
   * @param x [n, columns], in bfloat16 where products are
   */
  void apply(Tensor weights, int from, Tensor x, Common common, TileMemory memory);

  /**
   * Updates the weights of some columns alone; what it remembers of the others stays as it is.
   *
   * @param weights [u, width] of these columns, changed in place
   * @param columns [u] int64, distinct
   * @param counts [u] how often each of them has been updated, this time included
   * @param gradient [u, width], may be overwritten
   */
  void apply(Tensor weights, Tensor columns, Tensor counts, Tensor gradient, Common common);

  /** Adds the moments to what a checkpoint keeps. */
  void addState(NamedTensors tensors);

  @Override
  void close();

  /**
   * What the tiles of a step share.
   *
   * @param delta [n, width] gradient of the output, clipped
   * @param squares ‖x_jᵀδ‖² of each column j [p]; null where they follow from the products
   * @param products δδᵀ [n, n]; null where the squares are there
   * @param rounding error of x_jᵀ (δδᵀ) x_j for each unit of ‖x_j‖²
   * @param half δ in bfloat16; null where products are of the weights' type
   * @param rate learning rate of these weights
   * @param kept share of the weights that weight decay keeps
   * @param number of the step, from 1
   */
  record Common(
      Tensor delta,
      @Nullable Tensor squares,
      @Nullable Tensor products,
      double rounding,
      @Nullable Tensor half,
      double rate,
      double kept,
      long number) {
    /**
     * Of a gradient.
     *
     * @param squares of the columns of the same gradient; null to take them from δδᵀ
     * @param rateFactor by which the learning rate is multiplied
     * @param half whether products are of bfloat16
     */
    static Common of(
        Tensor delta, @Nullable Tensor squares, UpdateStep step, double rateFactor, boolean half) {
      Tensor products = squares == null ? torch.mm(delta, delta.t()) : null;
      double unit = delta.scalar_type().intern() == ScalarType.Double ? 0x1p-52 : 0x1p-23;
      return new Common(
          delta,
          squares,
          products,
          products == null ? 0 : unit * products.trace().item_double(),
          half ? delta.to(ScalarType.BFloat16) : null,
          step.learningRate() * rateFactor,
          1 - step.learningRate() * step.weightDecay(),
          step.number());
    }
  }
}
