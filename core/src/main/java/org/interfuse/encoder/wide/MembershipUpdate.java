package org.interfuse.encoder.wide;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.interfuse.encoder.UpdateStep;
import org.interfuse.tensor.NamedTensors;
import org.jspecify.annotations.Nullable;

/**
 * Updates one weight for each membership: w ← kept · w − rate / (√v + ε) · m, with v the second
 * moment of the gradient (β₂ = 0.999), and m its first (β₁ = 0.9) under AdamW, the gradient itself
 * under the row-wise rule; both moments are corrected for their start.
 */
final class MembershipUpdate implements AutoCloseable {
  private final Tensor weight;
  private final Tensor second;
  private final @Nullable Tensor first;
  private final WidePenalties penalties;

  MembershipUpdate(Tensor weight, WideOptimiser optimiser, WidePenalties penalties) {
    ScalarType type = weight.scalar_type().intern();
    this.weight = weight;
    this.second = OwnedTensors.zeros(type, weight.size(0));
    this.first = optimiser == WideOptimiser.ADAMW ? OwnedTensors.zeros(type, weight.size(0)) : null;
    this.penalties = penalties;
  }

  /**
   * Takes a step.
   *
   * @param gradient [memberships], clipped
   */
  void apply(Tensor gradient, UpdateStep step) {
    double correction = 1 - Math.pow(WeightUpdate.BETA_TWO, step.number());
    second
        .mul_(new Scalar(WeightUpdate.BETA_TWO))
        .addcmul_(gradient, gradient, new Scalar(1 - WeightUpdate.BETA_TWO));
    Tensor roots =
        second.div(new Scalar(correction)).sqrt_().add_(new Scalar(WeightUpdate.EPSILON));
    weight.mul_(new Scalar(1 - step.learningRate() * step.weightDecay()));
    double rate = step.learningRate();
    if (first == null) {
      weight.addcdiv_(gradient, roots, new Scalar(-rate));
    } else {
      first.lerp_(gradient, new Scalar(1 - WeightUpdate.BETA_ONE));
      double corrected = rate / (1 - Math.pow(WeightUpdate.BETA_ONE, step.number()));
      weight.addcdiv_(first, roots, new Scalar(-corrected));
    }
    if (penalties.any()) {
      penalties.shrink(weight.unsqueeze(1), rate);
    }
  }

  void addState(NamedTensors tensors) {
    tensors.add("second", second);
    if (first != null) {
      tensors.add("first", first);
    }
  }

  @Override
  public void close() {
    second.releaseReference();
    if (first != null) {
      first.releaseReference();
    }
  }
}
