package org.interfuse.encoder.text;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/** The mean of those tokens that exist. */
final class TokenMean {
  private TokenMean() {}

  /**
   * The mean.
   *
   * @param tokens [n, time, width], finite everywhere
   * @param mask [n, time] boolean
   * @return [n, width]; 0 where no token exists
   */
  static Tensor of(Tensor tokens, Tensor mask) {
    Tensor exists = mask.to(tokens.scalar_type()).unsqueeze(2); // [n, time, 1]
    Tensor count = exists.sum(1).clamp_min(new Scalar(1)); // [n, 1]
    return tokens.mul(exists).sum(1).div(count);
  }
}
