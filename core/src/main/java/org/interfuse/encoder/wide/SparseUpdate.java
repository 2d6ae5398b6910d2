package org.interfuse.encoder.wide;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.bytedeco.pytorch.Tensor;
import org.interfuse.tensor.Tensors;

/**
 * The row-wise rule for the columns that occur in a sparse batch, and no others: neither moments
 * nor weight decay touch a column that no subject of the batch has, as in PyTorch's SparseAdam. But
 * moments are corrected for their start by how often a column was touched, not by the step: a rare
 * column would otherwise begin with a leap.
 *
 * <p>No gradient is made: its squares per column follow from δδᵀ, and a column's weights take each
 * of its cells' share of δ, which stays in the processor's cache.
 */
final class SparseUpdate {
  private final SparseRows rows;
  private final Tensor delta; // [n, width] float32, contiguous
  private final double[] squares; // [u] of the columns' gradients

  /**
   * An update of a batch.
   *
   * @param products δδᵀ [n, n]
   */
  SparseUpdate(SparseRows rows, Tensor delta, Tensor products) {
    this.rows = rows;
    this.delta = delta;
    this.squares = squares(rows, Tensors.toDoubles(products));
  }

  /** Per distinct column j, ‖Σ_i x_ij δ_i‖² = Σ_i Σ_k x_ij x_kj (δδᵀ)_ik. */
  private static double[] squares(SparseRows rows, double[] products) {
    double[] squares = new double[rows.distinct().length];
    int from = 0;
    for (int j = 0; j < squares.length; j++) {
      int end = rows.columnEnds()[j];
      for (int a = from; a < end; a++) {
        int row = rows.owners()[a] * rows.rows();
        double sum = 0;
        for (int b = from; b < end; b++) {
          sum += rows.byColumn()[b] * products[row + rows.owners()[b]];
        }
        squares[j] += rows.byColumn()[a] * sum;
      }
      from = end;
    }
    return squares;
  }

  /** The squared norm of the whole gradient. */
  double squaredNorm() {
    double sum = 0;
    for (double square : squares) {
      sum += square;
    }
    return sum;
  }

  /**
   * One step.
   *
   * @param weights float32 [p, width]
   * @param second float32 [p] second moments
   * @param touched float32 [p] how often each column was updated
   * @param gradientFactor what δ is multiplied by
   */
  void apply(
      Tensor weights,
      Tensor second,
      Tensor touched,
      double rate,
      double kept,
      double gradientFactor) {
    int width = Math.toIntExact(weights.size(1));
    int columns = squares.length;
    TileWorkers.run(
        TileWorkers.count(columns),
        columns,
        (worker, first, last) -> {
          try (FloatPointer from = new FloatPointer(delta.data_ptr());
              FloatPointer to = new FloatPointer(weights.data_ptr());
              FloatPointer moments = new FloatPointer(second.data_ptr());
              FloatPointer counts = new FloatPointer(touched.data_ptr())) {
            for (int j = first; j < last; j++) {
              long column = rows.distinct()[j];
              double square = squares[j] * gradientFactor * gradientFactor / width;
              double step = rate * step(moments, counts, column, Math.max(0, square));
              to.position(column * width);
              if (kept != 1) {
                openblas_nolapack.cblas_sscal(width, (float) kept, to, 1);
              }
              for (int k = j == 0 ? 0 : rows.columnEnds()[j - 1]; k < rows.columnEnds()[j]; k++) {
                from.position((long) rows.owners()[k] * width);
                float share = (float) (-step * gradientFactor * rows.byColumn()[k]);
                openblas_nolapack.cblas_saxpy(width, share, from, 1, to, 1);
              }
            }
          }
        });
  }

  /** Updates a column's moment and returns 1 / (√v + ε). */
  private static double step(
      FloatPointer moments, FloatPointer counts, long column, double square) {
    float count = counts.get(column) + 1;
    counts.put(column, count);
    float v =
        (float)
            (WeightUpdate.BETA_TWO * moments.get(column) + (1 - WeightUpdate.BETA_TWO) * square);
    moments.put(column, v);
    double corrected = v / (1 - Math.pow(WeightUpdate.BETA_TWO, count));
    return 1 / (Math.sqrt(corrected) + WeightUpdate.EPSILON);
  }
}
