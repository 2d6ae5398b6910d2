package org.interfuse.encoder.wide;

import java.util.Arrays;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.interfuse.encoder.UpdateStep;
import org.interfuse.tensor.Tensors;

/**
 * The step of a dense projection whose rows are sparse. Neither the products nor the update touch a
 * column that does not occur. Products are of float32, whatever the arithmetic: there is little to
 * multiply.
 */
final class SparseStep {
  /** Columns that are gathered, updated and put back together. */
  private static final int CHUNK = 1024;

  private final DenseProjection projection;
  private final SparseRows rows;

  SparseStep(DenseProjection projection, SparseRows rows) {
    this.projection = projection;
    this.rows = rows;
  }

  /** X W [n, width], float32 or float64. */
  Tensor forward() {
    Tensor weight = projection.weight();
    if (weight.scalar_type().intern() != ScalarType.BFloat16) {
      return rows.times(weight);
    }
    Tensor distinct = weight.index_select(0, Tensors.ofInts(rows.distinct()));
    return rows.timesDistinct(distinct.to(ScalarType.Float));
  }

  /**
   * Updates the weights.
   *
   * @param direct squares of the columns' gradients, computed before the gradient was clipped
   * @param delta [n, width] as it was before
   */
  void update(SparseUpdate direct, Tensor delta, UpdateStep step) {
    WeightUpdate moments = projection.moments();
    boolean plain =
        moments instanceof RowWiseUpdate
            && projection.weight().scalar_type().intern() == ScalarType.Float
            && !projection.options().penalties().any();
    if (plain) {
      direct.apply(
          projection.weight(),
          ((RowWiseUpdate) moments).second(),
          projection.touched(),
          step.learningRate() * projection.options().rateFactor(),
          1 - step.learningRate() * step.weightDecay(),
          step.gradientFactor());
      return;
    }
    Tensor clipped = delta.mul(new Scalar(step.gradientFactor()));
    Tensor unread = Tensors.empty(clipped.scalar_type().intern(), 0); // squares of columns
    WeightUpdate.Common common =
        WeightUpdate.Common.of(clipped, unread, step, projection.options().rateFactor(), false);
    for (int first = 0; first < rows.distinct().length; first += CHUNK) {
      try (PointerScope scope = new PointerScope()) {
        int last = Math.min(rows.distinct().length, first + CHUNK);
        chunk(first, last, clipped, common, step);
      }
    }
  }

  private void chunk(
      int first, int last, Tensor delta, WeightUpdate.Common common, UpdateStep step) {
    Tensor columns = Tensors.ofInts(Arrays.copyOfRange(rows.distinct(), first, last));
    Tensor weight = projection.weight();
    boolean rounds = weight.scalar_type().intern() == ScalarType.BFloat16;
    Tensor some = weight.index_select(0, columns);
    Tensor exact = rounds ? some.to(ScalarType.Float) : some;
    Tensor counts = projection.touched().index_select(0, columns).add_(new Scalar(1));
    projection.touched().index_copy_(0, columns, counts);
    projection.moments().apply(exact, columns, counts, rows.gradient(delta, first, last), common);
    WidePenalties penalties = projection.options().penalties();
    if (penalties.any()) {
      penalties.shrink(exact, common.rate());
    }
    if (rounds) {
      RoundingNoise noise =
          new RoundingNoise(step.seed().at("columns", first), last - first, projection.width());
      noise.round(exact, 0);
    }
    weight.index_copy_(0, columns, exact.to(weight.scalar_type()));
  }
}
