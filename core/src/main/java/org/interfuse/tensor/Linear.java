package org.interfuse.tensor;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * An affine map of the last axis: W x + b. Parameters {@code NAME.weight} [out, in] and {@code
 * NAME.bias} [out], both uniform in ±1/√in at the start.
 */
public final class Linear {
  private final Tensor weight;
  private final @Nullable Tensor bias;
  private final @Nullable ReplicaLinear replicas;

  private Linear(Parameters parameters, Tensor weight, @Nullable Tensor bias) {
    this.weight = weight;
    this.bias = bias;
    ReplicaGraph graph = parameters.replicaGraph();
    this.replicas = graph == null ? null : new ReplicaLinear(graph, weight, bias);
  }

  /** W x + b: (in + 1) · out parameters. */
  public static Linear create(Parameters parameters, String name, long in, long out) {
    Tensor weight = weight(parameters, name, in, out);
    Initialisation start = Initialisation.linear(in);
    return new Linear(
        parameters,
        weight,
        parameters.add(name + ".bias", start, Parameter.Role.BIAS, new long[] {out}));
  }

  /** W x: in · out parameters. */
  public static Linear withoutBias(Parameters parameters, String name, long in, long out) {
    return new Linear(parameters, weight(parameters, name, in, out), null);
  }

  private static Tensor weight(Parameters parameters, String name, long in, long out) {
    Initialisation start = Initialisation.linear(in);
    return parameters.add(name + ".weight", start, Parameter.Role.WEIGHT, out, in);
  }

  /**
   * Applies the map.
   *
   * @param x […, in]; of R replicas [R, n, in]
   * @return […, out]; of R replicas [R, n, out]
   */
  public Tensor forward(Tensor x) {
    if (replicas != null) {
      return replicas.forward(x);
    }
    return bias == null ? torch.linear(x, weight) : torch.linear(x, weight, bias);
  }
}
