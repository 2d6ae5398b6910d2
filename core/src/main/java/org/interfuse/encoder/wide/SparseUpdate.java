package org.interfuse.encoder.wide;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;
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
  /** 256 kB, a fraction of a core's cache. */
  private static final int CHUNK_WEIGHTS = 1 << 16;

  private static final int KNOWN_CORRECTIONS = 1024;

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
    Step step = new Step(weights, rate * gradientFactor, (float) kept);
    double[] directions = new double[squares.length];
    TileWorkers.run(
        TileWorkers.count(squares.length),
        squares.length,
        (worker, first, last) -> {
          moments(second, touched, first, last, gradientFactor, directions);
          for (int at = first; at < last; at += step.chunk()) {
            chunk(at, Math.min(last, at + step.chunk()), directions, step);
          }
        });
  }

  /**
   * What the columns of a step share.
   *
   * @param weights [p, width]
   * @param rate by which δ over a column's root mean square is multiplied
   * @param kept share of the weights that weight decay keeps
   */
  private record Step(Tensor weights, double rate, float kept) {
    int width() {
      return Math.toIntExact(weights.size(1));
    }

    /** Columns whose weights stay in the processor's cache. */
    int chunk() {
      return Math.max(1, CHUNK_WEIGHTS / width());
    }
  }

  /** Brings moments up to date and leaves 1 / (√v + ε) of the columns from first to last. */
  private void moments(
      Tensor second, Tensor touched, int first, int last, double factor, double[] directions) {
    try (FloatPointer moments = new FloatPointer(second.data_ptr());
        FloatPointer counts = new FloatPointer(touched.data_ptr())) {
      FloatBuffer v = moments.capacity(second.numel()).asBuffer();
      FloatBuffer count = counts.capacity(touched.numel()).asBuffer();
      double share = (1 - WeightUpdate.BETA_TWO) * factor * factor / delta.size(1);
      double[] corrections = new double[KNOWN_CORRECTIONS];
      for (int j = first; j < last; j++) {
        int column = rows.distinct()[j];
        float times = count.get(column) + 1;
        count.put(column, times);
        float moment =
            (float) (WeightUpdate.BETA_TWO * v.get(column) + share * Math.max(0, squares[j]));
        v.put(column, moment);
        double corrected = moment / correction(times, corrections);
        directions[j] = 1 / (Math.sqrt(corrected) + WeightUpdate.EPSILON);
      }
    }
  }

  /** 1 − β₂^count. */
  private static double correction(float count, double[] known) {
    if (count >= known.length) {
      return 1 - Math.pow(WeightUpdate.BETA_TWO, count);
    }
    int place = (int) count;
    if (known[place] == 0) {
      known[place] = 1 - Math.pow(WeightUpdate.BETA_TWO, count);
    }
    return known[place];
  }

  private void chunk(int first, int last, double[] directions, Step step) {
    fetch(step.weights, first, last);
    int width = step.width();
    try (FloatPointer from = new FloatPointer(delta.data_ptr());
        FloatPointer to = new FloatPointer(step.weights.data_ptr())) {
      for (int j = first; j < last; j++) {
        to.position((long) rows.distinct()[j] * width);
        if (step.kept != 1) {
          openblas_nolapack.cblas_sscal(width, step.kept, to, 1);
        }
        for (int k = j == 0 ? 0 : rows.columnEnds()[j - 1]; k < rows.columnEnds()[j]; k++) {
          from.position((long) rows.owners()[k] * width);
          float share = (float) (-step.rate * directions[j] * rows.byColumn()[k]);
          openblas_nolapack.cblas_saxpy(width, share, from, 1, to, 1);
        }
      }
    }
  }

  /**
   * Brings the weights of some columns into the cache. They lie at random places, and a processor
   * waits for each; the kernel of embedding bags asks for those ahead, as Java cannot. What it sums
   * is not needed.
   */
  private void fetch(Tensor weights, int first, int last) {
    try (PointerScope scope = new PointerScope()) {
      SparseRows.sum(weights, Arrays.copyOfRange(rows.distinct(), first, last));
    }
  }
}
