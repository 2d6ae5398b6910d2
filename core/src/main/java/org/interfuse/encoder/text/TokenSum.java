package org.interfuse.encoder.text;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/** Sums of those tokens that exist, by their number. */
final class TokenSum {
  private TokenSum() {}

  /**
   * The mean.
   *
   * @param tokens [n, time, width], finite everywhere
   * @param mask [n, time] boolean
   * @return [n, width]; 0 where no token exists
   */
  static Tensor mean(Tensor tokens, Tensor mask) {
    Tensor exists = mask.to(tokens.scalar_type()).unsqueeze(2); // [n, time, 1]
    return tokens.mul(exists).sum(1).div(exists.sum(1).clamp_min(new Scalar(1)));
  }

  /** The sum over the root of the number, of the same. */
  static Tensor overRoot(Tensor tokens, Tensor mask) {
    Tensor exists = mask.to(tokens.scalar_type()).unsqueeze(2);
    return tokens.mul(exists).sum(1).div(exists.sum(1).clamp_min(new Scalar(1)).sqrt());
  }
}
