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
  /** Elements of a product up to which OpenBLAS has a quick kernel for a transposed factor. */
  private static final int QUICK = 1200;

  private static final int PIECE = 32;

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
      int kept = bias == null ? 0 : 1;
      int as = CblasNoTrans;
      for (int r = 0; r < x.size(0); r++) {
        multiply(as, as, n, out, in, xs.at(r), in, ws.at(r), out, kept, ys.at(r), out);
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
      int kept = written ? 1 : 0;
      int as = CblasNoTrans;
      for (int r = 0; r < x.size(0); r++) {
        multiply(CblasTrans, as, in, out, n, xs.at(r), in, ys.at(r), out, kept, ws.at(r), out);
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
    Tensor to =
        others == null ? Tensors.empty(ScalarType.Float, gradient.size(0), n, in()) : others;
    try (Matrices ys = Matrices.of(gradient);
        Matrices ws = stored(weight);
        Matrices xs = Matrices.of(to)) {
      for (int r = 0; r < gradient.size(0); r++) {
        inputGradient(ys.at(r), ws.at(r), others == null ? 0 : 1, xs.at(r), n);
      }
    }
    return to;
  }

  /** dX = kept · dX + dY Wᵀ, of so many columns at a time as BLAS has a quick kernel for. */
  private void inputGradient(FloatPointer dy, FloatPointer w, int kept, FloatPointer dx, int n) {
    int in = in();
    int out = out();
    int some = n * PIECE <= QUICK ? PIECE : in;
    for (int from = 0; from < in; from += some) {
      int columns = Math.min(some, in - from);
      FloatPointer part = w.getPointer((long) from * out);
      FloatPointer to = dx.getPointer(from);
      multiply(CblasNoTrans, CblasTrans, n, columns, out, dy, out, part, out, kept, to, in);
    }
  }

  /** C = kept · C + A B in row-major order, A [rows, inner] and B [inner, columns]. */
  private static void multiply(
      int storedA,
      int storedB,
      int rows,
      int columns,
      int inner,
      FloatPointer a,
      int strideA,
      FloatPointer b,
      int strideB,
      int kept,
      FloatPointer c,
      int strideC) {
    cblas_sgemm(
        CblasRowMajor,
        storedA,
        storedB,
        rows,
        columns,
        inner,
        1,
        a,
        strideA,
        b,
        strideB,
        kept,
        c,
        strideC);
  }

  /** The matrices of weights or of their gradients. */
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
