package org.interfuse.encoder.wide;

import java.util.Arrays;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.interfuse.tensor.Tensors;
import org.jspecify.annotations.Nullable;

/**
 * The squared norms ‖g_j‖² of the gradients g_j = Σ_i x_ij δ_i of the columns that occur in sparse
 * rows, in float64. As in {@link ColumnSquares} there are two ways: products of the rows, ‖g_j‖² =
 * Σ_i Σ_k x_ij x_kj (δδᵀ)_ik, and the gradient itself, which is made, squared and forgotten.
 * Multiplications, of n rows, a width w and a column of c_j cells:
 *
 * <pre>
 *              through products     by gradients
 * a column     c_j²                 c_j w
 * the batch    n² w, for δδᵀ        none
 * </pre>
 *
 * <p>A column of more cells than the width goes by its gradient. The others go through products
 * where together they save more than δδᵀ costs, else by gradients too: so nothing grows with the
 * square of a column's cells or of the rows unless there are cells to match.
 */
final class SparseSquares {
  private final SparseRows rows;
  private final int width;
  private final double[] delta; // [n, width]
  private final double @Nullable [] products; // δδᵀ [n, n], where it pays
  private final double[] squares; // [u]

  private SparseSquares(SparseRows rows, Tensor delta) {
    this.rows = rows;
    this.width = Math.toIntExact(delta.size(1));
    this.delta = Tensors.toDoubles(delta);
    this.products = productsPay(rows, width) ? Tensors.toDoubles(torch.mm(delta, delta.t())) : null;
    this.squares = new double[rows.distinct().length];
  }

  /**
   * The squares of the distinct columns.
   *
   * @param delta [n, width], float32 or float64
   * @return [u], the same bits whatever the number of threads
   */
  static double[] of(SparseRows rows, Tensor delta) {
    SparseSquares found = new SparseSquares(rows, delta);
    int columns = found.squares.length;
    TileWorkers.run(
        TileWorkers.count(columns), columns, (worker, first, last) -> found.fill(first, last));
    return found.squares;
  }

  /** Whether a column's gradient costs less than products of the rows, were they there. */
  static boolean byGradient(long cells, long width) {
    return cells > width;
  }

  /** Whether products of the rows save more than they cost. */
  static boolean productsPay(SparseRows rows, long width) {
    long saved = 0;
    int from = 0;
    for (int end : rows.columnEnds()) {
      long cells = end - from;
      if (!byGradient(cells, width)) {
        saved += cells * (width - cells);
      }
      from = end;
    }
    return saved > (long) rows.rows() * rows.rows() * width;
  }

  private void fill(int first, int last) {
    double[] gradient = new double[width];
    int from = first == 0 ? 0 : rows.columnEnds()[first - 1];
    for (int j = first; j < last; j++) {
      int end = rows.columnEnds()[j];
      squares[j] =
          products == null || byGradient(end - from, width)
              ? ofGradient(from, end, gradient)
              : ofProducts(from, end, products);
      from = end;
    }
  }

  /** Of one column's cells, from one to before another. */
  private double ofGradient(int from, int end, double[] gradient) {
    Arrays.fill(gradient, 0);
    for (int cell = from; cell < end; cell++) {
      double value = rows.byColumn()[cell];
      int row = rows.owners()[cell] * width;
      for (int k = 0; k < width; k++) {
        gradient[k] += value * delta[row + k];
      }
    }
    double square = 0;
    for (double part : gradient) {
      square += part * part;
    }
    return square;
  }

  private double ofProducts(int from, int end, double[] products) {
    double square = 0;
    for (int a = from; a < end; a++) {
      int row = rows.owners()[a] * rows.rows();
      double sum = 0;
      for (int b = from; b < end; b++) {
        sum += rows.byColumn()[b] * products[row + rows.owners()[b]];
      }
      square += rows.byColumn()[a] * sum;
    }
    return square;
  }
}
