package org.interfuse.tensor;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** x Φ(x) with the exact normal distribution function (Hendrycks and Gimpel 2016), by element. */
public final class Gelu {
  /**
   * Up to so many elements a contiguous tensor is given to libtorch transposed: it would hand it to
   * oneDNN, which takes longer to set up forward and backward, some 15 µs, than to compute them.
   */
  private static final long FEW = 16_384;

  private Gelu() {}

  /** Of a tensor of any shape. */
  public static Tensor of(Tensor x) {
    return x.dim() == 2 && x.numel() <= FEW ? torch.gelu(x.t()).t() : torch.gelu(x);
  }
}
