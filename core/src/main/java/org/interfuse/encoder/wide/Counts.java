package org.interfuse.encoder.wide;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/** What a moment that began at 0 is divided by. */
final class Counts {
  private Counts() {}

  /** 1 − β^count for each count. */
  static Tensor correction(double beta, Tensor counts) {
    return counts.mul(new Scalar(Math.log(beta))).exp_().neg_().add_(new Scalar(1));
  }
}
