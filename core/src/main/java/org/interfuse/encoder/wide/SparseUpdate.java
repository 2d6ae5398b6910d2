package org.interfuse.encoder.wide;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.function.Supplier;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.bytedeco.pytorch.Tensor;

/**
 * The row-wise rule for the columns that occur in a sparse batch, and no others: neither moments
 * nor weight decay touch a column that no subject of the batch has, as in PyTorch's SparseAdam. But
 * moments are corrected for their start by how often a column was touched, not by the step: a rare
 * column would otherwise begin with a leap.
 *
 * <p>No gradient is kept: its squares per column are {@link SparseSquares}, and a column's weights
 * take each of its cells' share of δ, which stays in the processor's cache.
 */
final class SparseUpdate {
  /** 256 kB, a fraction of a core's cache. */
  private static final int CHUNK_WEIGHTS = 1 << 16;

  private static final int KNOWN_CORRECTIONS = 1024;

  private final SparseRows rows;
  private final Tensor delta; // [n, width] float32, contiguous
  private final Supplier<double[]> squares; // [u] of the columns' gradients

  /**
   * An update of a batch.
   *
   * @param squares of the gradients of the distinct columns, asked for once a step
   */
  SparseUpdate(SparseRows rows, Tensor delta, Supplier<double[]> squares) {
    this.rows = rows;
    this.delta = delta;
    this.squares = squares;
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
    double[] directions = squares.get().clone();
    TileWorkers.run(
        TileWorkers.count(directions.length),
        directions.length,
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

  /**
   * Brings moments up to date.
   *
   * @param directions squares of the columns' gradients; from first to last 1 / (√v + ε) takes
   *     their place
   */
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
            (float) (WeightUpdate.BETA_TWO * v.get(column) + share * Math.max(0, directions[j]));
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
