package org.interfuse.tensor.attention;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.interfuse.option.Meaning;
import org.interfuse.tensor.Gelu;
import org.interfuse.tensor.Linear;
import org.interfuse.tensor.Parameters;
import org.interfuse.tensor.Pass;

/**
 * What a transformer does to each token alone: W_2 a(W_1 x + b_1) + b_2 by way of f hidden units,
 * 2pf + f + p parameters. With a rectified gate (Shazeer 2020) W_1 x + b_1 = [u ‖ v] has 2f
 * elements and a is u ⊙ max(v, 0): 3pf + 2f + p parameters.
 */
public final class FeedForward {
  /** What is done to the hidden units. */
  public enum Activation {
    /** u ⊙ max(v, 0) of two halves (Shazeer 2020, arXiv:2002.05202). */
    @Meaning("half of the hidden units, rectified, gates the other half")
    REGLU,
    /** x Φ(x) (Hendrycks and Gimpel 2016). */
    @Meaning("Gaussian error linear units")
    GELU
  }

  private final Activation activation;
  private final Linear expand;
  private final Linear contract;

  /** The parts, with fresh parameters. */
  public FeedForward(int width, int hidden, Activation activation, Parameters parameters) {
    this.activation = activation;
    this.expand = Linear.create(parameters, "expand", width, expanded(hidden, activation));
    this.contract = Linear.create(parameters, "contract", hidden, width);
  }

  private static long expanded(long hidden, Activation activation) {
    return activation == Activation.REGLU ? 2 * hidden : hidden;
  }

  /** The number of parameter elements. */
  public static long parameterCount(long width, long hidden, Activation activation) {
    return (width + 1) * expanded(hidden, activation) + (hidden + 1) * width;
  }

  /** […, p] to […, p]; in training hidden units are dropped at the given rate. */
  public Tensor forward(Tensor x, double dropout, Pass pass) {
    return contract.forward(pass.dropout(activate(expand.forward(x)), dropout));
  }

  private Tensor activate(Tensor x) {
    if (activation == Activation.GELU) {
      return Gelu.of(x);
    }
    TensorVector halves = x.chunk(2, -1);
    return halves.get(0).mul(halves.get(1).relu());
  }
}
