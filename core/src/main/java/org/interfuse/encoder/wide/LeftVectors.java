package org.interfuse.encoder.wide;

import java.util.Arrays;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.GeneratorOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.interfuse.tensor.Seed;
import org.interfuse.tensor.Tensors;

/**
 * The first left singular vectors of centred rows X = U S Vᵀ, from XXᵀ where it is known, else by
 * randomised subspace iteration.
 *
 * @param rows n, at least 1
 * @param values [r] singular values, descending; those that rounding cannot tell from 0 left out
 * @param vectors U, row-major [n × r]
 */
record LeftVectors(int rows, double[] values, double[] vectors) {
  /** XXᵀ is summed of float32 products, which leave so much of the largest eigenvalue. */
  private static final double NEGLIGIBLE = 1e-6;

  private static final int PASSES = 8;
  static final int OVERSAMPLING = 32;

  /** r. */
  int rank() {
    return values.length;
  }

  /**
   * From inner products.
   *
   * @param products row-major [n × n], not centred; written over
   * @param most the largest rank wanted
   */
  static LeftVectors ofProducts(double[] products, int n, int most) {
    try (PointerScope scope = new PointerScope()) {
      T_TensorTensor_T eigen = torch.linalg_eigh(Tensors.ofDoubles(centred(products, n), n, n));
      return descending(eigen.get0(), eigen.get1(), most);
    }
  }

  /**
   * In {@value #PASSES} passes over the tiles (Halko, Martinsson and Tropp 2011, algorithm 4.4, in
   * the space of the rows): Q ← orth(XXᵀQ) from a random start, then the eigenvectors of QᵀXXᵀQ.
   * The start is always the same, so that the same rows have the same vectors.
   */
  static LeftVectors ofTiles(Tiles x, int most, ScalarType type) {
    int n = x.rows();
    int width = Math.min(most + OVERSAMPLING, Math.min(n, x.columns()));
    try (PointerScope scope = new PointerScope()) {
      Tensor start = Tensors.empty(type, n, width);
      start.normal_(0, 1, new GeneratorOptional(new Seed(0).at("sketch").generator()));
      Tensor q = orthonormal(start);
      Tensor product = q;
      for (int pass = 0; pass < PASSES; pass++) {
        if (pass > 0) {
          q = orthonormal(product);
        }
        product = TileProducts.through(x, x, q);
      }
      Tensor exact = q.to(ScalarType.Double);
      Tensor small = torch.mm(exact.t(), product.to(ScalarType.Double));
      small = small.add(small.t()).mul_(new Scalar(0.5));
      T_TensorTensor_T eigen = torch.linalg_eigh(small);
      return descending(eigen.get0(), torch.mm(exact, eigen.get1()), most);
    }
  }

  /**
   * Centred columns, orthonormal. Where they do not have full rank, as of few rows, QR fills them
   * up with directions off the centre, which are centred too: none of what is left of them has a
   * part in the others, and a mean of the rows none in the eigenvalues.
   */
  private static Tensor orthonormal(Tensor columns) {
    Tensor q = torch.linalg_qr(centred(columns.to(ScalarType.Double))).get0();
    return centred(q).to(columns.scalar_type());
  }

  /** Columns [n, width] less their means. */
  private static Tensor centred(Tensor columns) {
    return columns.sub(columns.sum(0).div(new Scalar((double) columns.size(0))));
  }

  /** (I − 11ᵀ/n) K (I − 11ᵀ/n), written over K. */
  private static double[] centred(double[] products, int n) {
    double[] means = new double[n];
    for (int i = 0; i < n; i++) {
      means[i] = Arrays.stream(products, i * n, (i + 1) * n).sum() / n;
    }
    double mean = Arrays.stream(means).sum() / n;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        products[i * n + j] += mean - means[i] - means[j];
      }
    }
    return products;
  }

  /**
   * The largest first.
   *
   * @param values [m] ascending eigenvalues of XXᵀ
   * @param columns [n, m] their vectors
   */
  private static LeftVectors descending(Tensor values, Tensor columns, int most) {
    double[] eigenvalues = Tensors.toDoubles(values);
    int m = eigenvalues.length;
    double least = NEGLIGIBLE * Math.max(0, eigenvalues[m - 1]);
    int rank = 0;
    while (rank < Math.min(most, m) && eigenvalues[m - 1 - rank] > least) {
      rank++;
    }
    double[] all = Tensors.toDoubles(columns);
    int n = all.length / m;
    double[] roots = new double[rank];
    double[] vectors = new double[n * rank];
    for (int k = 0; k < rank; k++) {
      roots[k] = Math.sqrt(eigenvalues[m - 1 - k]);
      for (int i = 0; i < n; i++) {
        vectors[i * rank + k] = all[i * m + m - 1 - k];
      }
    }
    return new LeftVectors(n, roots, vectors);
  }

  /** U S⁻¹ [n, r], which Xᵀ makes V of. Belongs to the current pointer scope. */
  Tensor overValues(ScalarType type) {
    int r = rank();
    double[] scaled = new double[vectors.length];
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = vectors[i] / values[i % r];
    }
    return Tensors.ofDoubles(scaled, rows, r).to(type);
  }
}
