package org.interfuse.encoder.wide;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** The two products of a step, in the arithmetic asked for. */
final class Products {
  private Products() {}

  /** Xᵀδ [columns, width], of the type of x. */
  static Tensor gradient(Tensor x, WeightUpdate.Common common) {
    Tensor half = common.half();
    return half == null
        ? torch.mm(x.t(), common.delta())
        : torch.mm(x.to(ScalarType.BFloat16).t(), half).to(ScalarType.Float);
  }

  /** weights ← kept · weights + Xᵀδ. */
  static void add(Tensor weights, Tensor x, WeightUpdate.Common common) {
    Tensor half = common.half();
    if (half == null) {
      weights.addmm_(x.t(), common.delta(), new Scalar(common.kept()), new Scalar(1));
      return;
    }
    Tensor gradient = gradient(x, common);
    if (common.kept() != 1) {
      weights.mul_(new Scalar(common.kept()));
    }
    weights.add_(gradient);
  }

  /** sum ← sum + X W, with X and W in bfloat16 if {@code half}. */
  static void addForward(Tensor sum, Tensor x, Tensor weights, boolean half) {
    if (half) {
      sum.add_(torch.mm(x.to(ScalarType.BFloat16), weights.to(ScalarType.BFloat16)));
    } else {
      sum.addmm_(x, weights);
    }
  }
}
