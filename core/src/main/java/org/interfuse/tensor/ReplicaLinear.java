package org.interfuse.tensor;

import static org.bytedeco.openblas.global.openblas_nolapack.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sgemm;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sgemv;

import java.util.Arrays;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/**
 * The affine map of {@link Linear} for R replicas, whose products BLAS computes one after another.
 * float32. A replica's weights [out, in] lie in memory as [in, out], which products of rows take
 * less time with.
 */
final class ReplicaLinear {
  private final ReplicaGraph graph;
  private final Tensor weight;
  private final @Nullable Tensor bias;
  private boolean written;

  /**
   * A map.
   *
   * @param weight [R, out, in]
   * @param bias [R, 1, out]
   */
  ReplicaLinear(ReplicaGraph graph, Tensor weight, @Nullable Tensor bias) {
    this.graph = graph;
    this.weight = weight;
    this.bias = bias;
    graph.add(this);
  }

  Tensor weight() {
    return weight;
  }

  private int in() {
    return (int) weight.size(2);
  }

  private int out() {
    return (int) weight.size(1);
  }

  /** [R, n, in] to [R, n, out]. */
  Tensor forward(Tensor x) {
    int n = (int) x.size(1);
    int in = in();
    int out = out();
    Tensor rows = x.contiguous();
    Tensor y = Tensors.empty(ScalarType.Float, x.size(0), n, out);
    try (NoGradGuard guard = new NoGradGuard();
        Matrices xs = Matrices.of(rows);
        Matrices ws = stored(weight);
        Matrices ys = Matrices.of(y)) {
      if (bias != null) {
        y.copy_(bias);
      }
      float kept = bias == null ? 0 : 1;
      for (int r = 0; r < x.size(0); r++) {
        cblas_sgemm(
            CblasRowMajor,
            CblasNoTrans,
            CblasNoTrans,
            n,
            out,
            in,
            1,
            xs.at(r),
            in,
            ws.at(r),
            out,
            kept,
            ys.at(r),
            out);
      }
    }
    return graph.cut(this, rows, y);
  }

  /** The gradient of the weights will be another one. */
  void forgetGradient() {
    written = false;
  }

  void zeroIfUnwritten() {
    if (!written) {
      weight.grad().zero_();
    }
  }

  /**
   * Adds to the gradients of weights and bias what one application gives.
   *
   * @param x [R, n, in], as {@link #forward} was given it
   * @param gradient [R, n, out] of what that returned
   */
  void addGradients(Tensor x, Tensor gradient) {
    int n = (int) x.size(1);
    int in = in();
    int out = out();
    try (Matrices xs = Matrices.of(x);
        Matrices ys = Matrices.of(gradient);
        Matrices ws = stored(weight.grad())) {
      for (int r = 0; r < x.size(0); r++) {
        cblas_sgemm(
            CblasRowMajor,
            CblasTrans,
            CblasNoTrans,
            in,
            out,
            n,
            1,
            xs.at(r),
            in,
            ys.at(r),
            out,
            written ? 1 : 0,
            ws.at(r),
            out);
      }
      if (bias != null) {
        addToBias(bias.grad(), ys, n);
      }
    }
    written = true;
  }

  /** The sum over the rows, as a product with ones. */
  private void addToBias(Tensor biasGradient, Matrices gradients, int n) {
    float[] ones = new float[n];
    Arrays.fill(ones, 1);
    int out = out();
    try (FloatPointer each = new FloatPointer(ones);
        Matrices sums = Matrices.of(biasGradient)) {
      for (int r = 0; r < biasGradient.size(0); r++) {
        cblas_sgemv(
            CblasRowMajor, CblasTrans, n, out, 1, gradients.at(r), out, each, 1, 1, sums.at(r), 1);
      }
    }
  }

  /**
   * The gradient of what was mapped.
   *
   * @param gradient [R, n, out]
   * @param others [R, n, in], to which it is added; null for none
   */
  Tensor inputGradient(Tensor gradient, @Nullable Tensor others) {
    int n = (int) gradient.size(1);
    int in = in();
    int out = out();
    Tensor to = others == null ? Tensors.empty(ScalarType.Float, gradient.size(0), n, in) : others;
    try (Matrices ys = Matrices.of(gradient);
        Matrices ws = stored(weight);
        Matrices xs = Matrices.of(to)) {
      for (int r = 0; r < gradient.size(0); r++) {
        cblas_sgemm(
            CblasRowMajor,
            CblasNoTrans,
            CblasTrans,
            n,
            in,
            out,
            1,
            ys.at(r),
            out,
            ws.at(r),
            out,
            others == null ? 0 : 1,
            xs.at(r),
            in);
      }
    }
    return to;
  }

  private static Matrices stored(Tensor weight) {
    boolean lies = weight.size(1) == 1 || weight.stride(1) == 1;
    if (!lies || (weight.size(2) > 1 && weight.stride(2) != weight.size(1))) {
      throw new IllegalStateException("weights of replicas lie in memory as [in, out]");
    }
    return Matrices.of(weight);
  }

  /**
   * Where the matrices of R replicas begin.
   *
   * @param apart elements from one to the next
   */
  private record Matrices(FloatPointer data, long apart) implements AutoCloseable {
    static Matrices of(Tensor tensor) {
      return new Matrices(tensor.data_ptr_float(), tensor.stride(0));
    }

    FloatPointer at(int replica) {
      return data.getPointer(replica * apart);
    }

    @Override
    public void close() {
      data.close();
    }
  }
}
