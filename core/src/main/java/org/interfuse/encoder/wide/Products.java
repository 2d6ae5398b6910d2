package org.interfuse.encoder.wide;

import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** The two products of a step with a tile of weights, in the arithmetic asked for. */
final class Products {
  private Products() {}

  /**
   * Xᵀδ [columns, width], of the weights' type.
   *
   * @param x [n, columns], in bfloat16 where products are
   */
  static Tensor gradient(Tensor x, WeightUpdate.Common common, TileMemory memory) {
    Tensor half = common.half();
    return gradient(x, half == null ? common.delta() : half, memory);
  }

  /**
   * Xᵀδ [columns, width], of the weights' type.
   *
   * @param x [n, columns], in bfloat16 where products are
   * @param delta [n, width], of the type of {@code x}
   */
  static Tensor gradient(Tensor x, Tensor delta, TileMemory memory) {
    Tensor gradient = memory.gradient(x.size(1));
    if (delta.scalar_type().intern() == gradient.scalar_type().intern()) {
      torch.mm_out(gradient, x.t(), delta);
    } else {
      Tensor half = memory.half(x.size(1));
      torch.mm_out(half, x.t(), delta);
      gradient.copy_(half);
    }
    return gradient;
  }

  /**
   * What X is to be multiplied with before {@link #add}. In bfloat16 that is 1 / (1 − kept), so
   * that the weights decay and take their gradient in one pass: W + (1 − kept)(Xᵀδ − W).
   */
  static double scale(WeightUpdate.Common common) {
    return common.half() == null || common.kept() == 1 ? 1 : 1 / (1 - common.kept());
  }

  /**
   * weights ← kept · weights + Xᵀδ.
   *
   * @param x multiplied with {@link #scale}
   */
  static void add(Tensor weights, Tensor x, WeightUpdate.Common common, TileMemory memory) {
    if (common.half() == null) {
      weights.addmm_(x.t(), common.delta(), new Scalar(common.kept()), new Scalar(1));
    } else if (common.kept() == 1) {
      weights.add_(gradient(x, common, memory));
    } else {
      weights.lerp_(gradient(x, common, memory), new Scalar(1 - common.kept()));
    }
  }

  /**
   * gram ← gram + XXᵀ on and above the diagonal, half the work of the whole.
   *
   * @param gram [n, n], contiguous, float32 or float64
   * @param x [n, columns], contiguous, of the same type
   */
  static void addGram(Tensor gram, Tensor x) {
    int n = Math.toIntExact(x.size(0));
    int columns = Math.toIntExact(x.size(1));
    try (Pointer cells = x.data_ptr();
        Pointer sum = gram.data_ptr()) {
      if (x.scalar_type().intern() == ScalarType.Double) {
        openblas_nolapack.cblas_dsyrk(
            openblas_nolapack.CblasRowMajor,
            openblas_nolapack.CblasUpper,
            openblas_nolapack.CblasNoTrans,
            n,
            columns,
            1,
            new DoublePointer(cells),
            columns,
            1,
            new DoublePointer(sum),
            n);
      } else {
        openblas_nolapack.cblas_ssyrk(
            openblas_nolapack.CblasRowMajor,
            openblas_nolapack.CblasUpper,
            openblas_nolapack.CblasNoTrans,
            n,
            columns,
            1,
            new FloatPointer(cells),
            columns,
            1,
            new FloatPointer(sum),
            n);
      }
    }
  }

  /**
   * sum ← sum + X W.
   *
   * @param x in bfloat16 where products are
   */
  static void addForward(Tensor sum, Tensor x, Tensor weights, TileMemory memory) {
    ScalarType type = x.scalar_type().intern();
    boolean same = weights.scalar_type().intern() == type;
    if (type != ScalarType.BFloat16) {
      sum.addmm_(x, same ? weights : memory.exact(weights.size(0)).copy_(weights));
    } else if (same) {
      sum.add_(torch.mm(x, weights));
    } else {
      sum.add_(torch.mm(x, memory.half(weights.size(0)).copy_(weights)));
    }
  }
}
