package org.interfuse.encoder.wide;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Penalties that make weights exactly zero, applied after an update as proximal steps (Parikh and
 * Boyd 2014): they do not bend the gradient.
 *
 * @param absolute λ of Σ|w|
 * @param group λ of Σ_j √width ‖w_j‖ over the columns j, which leaves out whole columns (Yuan and
 *     Lin 2006)
 */
record WidePenalties(double absolute, double group) {
  boolean any() {
    return absolute > 0 || group > 0;
  }

  /**
   * Shrinks a tile of weights in place.
   *
   * @param weights [columns, width], float32 or float64
   */
  void shrink(Tensor weights, double learningRate) {
    if (absolute > 0) {
      weights.copy_(torch.softshrink(weights, new Scalar(learningRate * absolute)));
    }
    if (group > 0) {
      double least = learningRate * group * Math.sqrt(weights.size(1));
      Tensor squares = weights.mul(weights).sum(1).unsqueeze(1); // [columns, 1]
      Tensor norms = squares.sqrt_();
      Tensor factors = norms.clamp_min(new Scalar(1e-30)).reciprocal_().mul_(new Scalar(-least));
      weights.mul_(factors.add_(new Scalar(1)).clamp_min_(new Scalar(0)));
    }
  }
}
