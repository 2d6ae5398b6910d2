package org.interfuse.encoder.wide;

import java.util.Objects;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.interfuse.tensor.NamedTensors;

/**
 * One second moment for each column j, the mean square of its gradient over the width, as Adam
 * keeps for each weight (β₂ = 0.999, corrected for its start), and no first moment. Of few rows it
 * needs no gradient: mean(g_j²) = x_jᵀ (δδᵀ) x_j / width; of many {@link ColumnSquares} are there.
 * Then w_j ← kept · w_j − rate / (√v_j + ε) · x_jᵀδ, which is one product. Where a column's values
 * are far from 0 beside their spread, the sum over δδᵀ cancels; it is taken for no less than its
 * own rounding error, so that no step grows out of it.
 */
final class RowWiseUpdate implements WeightUpdate {
  private final Tensor second; // [p]

  RowWiseUpdate(ScalarType type, long columns) {
    this.second = OwnedTensors.zeros(type, columns);
  }

  @Override
  public Tensor prepare(int from, Tensor x, Common common) {
    Tensor v = second.narrow(0, from, x.size(1));
    Tensor squares = squares(from, x, common);
    double width = common.delta().size(1);
    v.mul_(new Scalar(BETA_TWO)).add_(squares, new Scalar((1 - BETA_TWO) / width));
    double correction = 1 - Math.pow(BETA_TWO, common.number());
    Tensor steps = v.div(new Scalar(correction)).sqrt_().add_(new Scalar(EPSILON));
    return x.mul_(steps.reciprocal_().mul_(new Scalar(-common.rate() * Products.scale(common))));
  }

  /** ‖x_jᵀδ‖² of the columns of a block. */
  private static Tensor squares(int from, Tensor x, Common common) {
    if (common.squares() != null) {
      return common.squares().narrow(0, from, x.size(1));
    }
    Tensor squares = torch.mm(Objects.requireNonNull(common.products()), x).mul_(x).sum(0);
    return torch.max(squares, x.mul(x).sum(0).mul_(new Scalar(common.rounding())));
  }

  @Override
  public void apply(Tensor weights, int from, Tensor x, Common common, TileMemory memory) {
    Products.add(weights, x, common, memory);
  }

  @Override
  public void apply(Tensor weights, Tensor columns, Tensor counts, Tensor gradient, Common common) {
    Tensor v = second.index_select(0, columns);
    v.mul_(new Scalar(BETA_TWO)).add_(gradient.mul(gradient).mean(1), new Scalar(1 - BETA_TWO));
    second.index_copy_(0, columns, v);
    Tensor steps = v.div(Counts.correction(BETA_TWO, counts)).sqrt_().add_(new Scalar(EPSILON));
    gradient.mul_(steps.reciprocal_().mul_(new Scalar(-common.rate())).unsqueeze(1));
    weights.mul_(new Scalar(common.kept())).add_(gradient);
  }

  /** [p]. */
  Tensor second() {
    return second;
  }

  @Override
  public void addState(NamedTensors tensors) {
    tensors.add("second", second);
  }

  @Override
  public void close() {
    second.releaseReference();
  }
}
