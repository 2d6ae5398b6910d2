package org.interfuse.fusion;

import org.bytedeco.pytorch.Tensor;

/** Outer products of the vectors of each subject. */
final class Outer {
  private Outer() {}

  /** x […, B, n] and y […, B, k] to […, B, n · k], row-major: element i · k + j is x_i y_j. */
  static Tensor product(Tensor x, Tensor y) {
    return x.unsqueeze(-1).mul(y.unsqueeze(-2)).flatten(-2, -1);
  }
}
