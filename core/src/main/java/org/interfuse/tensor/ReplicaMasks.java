package org.interfuse.tensor;

import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * The random masks of R replicas that are computed at once. Each has a generator of its own and
 * draws, for its real rows alone and in their order, the numbers that it would draw alone (law 6);
 * rows beyond them are kept. Of one step and one thread.
 */
public final class ReplicaMasks {
  private final MersenneTwister[] generators;
  private int[] rows;

  /**
   * Masks of one step.
   *
   * @param seeds of the replicas' {@link Seed#generator}
   */
  public ReplicaMasks(List<Seed> seeds) {
    generators = seeds.stream().map(MersenneTwister::new).toArray(MersenneTwister[]::new);
    rows = new int[generators.length];
  }

  /** How many rows of each replica are real from here on. */
  void rows(int[] real) {
    if (real.length != generators.length) {
      throw new IllegalArgumentException(
          "%d replicas, but rows of %d".formatted(generators.length, real.length));
    }
    rows = real;
  }

  /** [R, n, width] like {@code x}: 0 with the probability {@code rate}, 1/(1-rate) otherwise. */
  Tensor scaledKeep(Tensor x, double rate) {
    int most = Math.toIntExact(x.size(1));
    int width = Math.toIntExact(x.size(2));
    float kept = (float) (1 / (1 - rate));
    float[] values = new float[generators.length * most * width];
    for (int r = 0; r < generators.length; r++) {
      int from = r * most * width;
      generators[r].bernoulli(1 - rate, kept, values, from, rows[r] * width);
      Arrays.fill(values, from + rows[r] * width, from + most * width, kept);
    }
    return Tensors.ofFloats(values, generators.length, most, width);
  }
}
