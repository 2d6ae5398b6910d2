package org.interfuse.tensor;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * Group normalisation (Wu and He 2018): the channels of one picture, in groups of neighbours, are
 * normalised over all their pixels: γ (x − mean) / √(variance + ε) + β with ε = 1e-5 and divisor n.
 * Each picture on its own, so subjects stay independent, as with a normalisation over the batch
 * they would not. Parameters {@code NAME.weight} γ = 1 and {@code NAME.bias} β = 0, one a channel.
 */
public final class GroupNorm {
  /** ε, added to the variance. */
  public static final double EPSILON = 1e-5;

  private final long groups;
  private final Tensor weight;
  private final Tensor bias;

  private GroupNorm(long groups, Tensor weight, Tensor bias) {
    this.groups = groups;
    this.weight = weight;
    this.bias = bias;
  }

  /**
   * Creates the 2 · channels parameters.
   *
   * @param mostGroups there are as many as divide the channels, at most so many
   */
  public static GroupNorm create(
      Parameters parameters, String name, long channels, long mostGroups) {
    Parameter.Role role = Parameter.Role.NORM;
    return new GroupNorm(
        groups(channels, mostGroups),
        parameters.add(name + ".weight", Initialisation.ones(), role, channels),
        parameters.add(name + ".bias", Initialisation.zeros(), role, channels));
  }

  /** The largest number up to {@code most} that divides the channels. */
  public static long groups(long channels, long most) {
    long groups = Math.min(channels, most);
    while (channels % groups != 0) {
      groups--;
    }
    return groups;
  }

  /**
   * Normalises.
   *
   * @param x [n, channels, height, width]
   */
  public Tensor forward(Tensor x) {
    return torch.group_norm(
        x,
        groups,
        new TensorOptional(weight),
        new TensorOptional(bias),
        EPSILON,
        /* cudnn_enabled= */ false);
  }
}
