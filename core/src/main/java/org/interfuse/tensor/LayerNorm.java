package org.interfuse.tensor;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * Layer normalisation of the last axis (Ba, Kiros and Hinton 2016): γ (x − mean) / √(variance + ε)
 * + β with ε = 1e-5 and the variance over n, not n − 1. Each row is normalised on its own, so
 * subjects stay independent. Parameters {@code NAME.weight} γ = 1 and {@code NAME.bias} β = 0.
 *
 * <p>Not for fewer than three values: two normalised values keep nothing but their order.
 */
public final class LayerNorm {
  /** ε, added to the variance. */
  public static final double EPSILON = 1e-5;

  private final long width;
  private final Tensor weight;
  private final Tensor bias;

  private LayerNorm(long width, Tensor weight, Tensor bias) {
    this.width = width;
    this.weight = weight;
    this.bias = bias;
  }

  /** Creates the 2 · width parameters. */
  public static LayerNorm create(Parameters parameters, String name, long width) {
    Parameter.Role role = Parameter.Role.NORM;
    return new LayerNorm(
        width,
        parameters.add(name + ".weight", Initialisation.ones(), role, width),
        parameters.add(name + ".bias", Initialisation.zeros(), role, width));
  }

  /**
   * Normalises.
   *
   * @param x […, width]; of R replicas [R, n, width]
   */
  public Tensor forward(Tensor x) {
    if (weight.dim() == 3) { // [R, 1, width]
      Tensor normalised = normalised(x, new TensorOptional(), new TensorOptional());
      return torch.addcmul(bias, normalised, weight);
    }
    return normalised(x, new TensorOptional(weight), new TensorOptional(bias));
  }

  private Tensor normalised(Tensor x, TensorOptional scale, TensorOptional shift) {
    return torch.layer_norm(
        x, new long[] {width}, scale, shift, EPSILON, /* cudnn_enable= */ false);
  }
}
