package org.interfuse.tensor;

import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The random masks of R replicas that are computed at once. Each has a generator of its own and
 * draws, for its real rows alone and in their order, the numbers that it would draw alone (law 6);
 * rows beyond them are kept. Of one thread.
 */
public final class ReplicaMasks {
  private final MersenneTwister[] generators;
  private int[] rows;
  private int[] bits = {};

  /** Masks of R replicas, which are to {@link #begin} each step. */
  public ReplicaMasks(int replicas) {
    generators = new MersenneTwister[replicas];
    Arrays.setAll(generators, r -> new MersenneTwister());
    rows = new int[replicas];
  }

  /**
   * Begins a step.
   *
   * @param seeds of the replicas' {@link Seed#generator} for this step
   */
  public void begin(List<Seed> seeds) {
    for (int r = 0; r < generators.length; r++) {
      generators[r].restart(seeds.get(r));
    }
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
    int kept = Float.floatToRawIntBits((float) (1 / (1 - rate)));
    int count = generators.length * most * width;
    if (bits.length < count) {
      bits = new int[count];
    }
    for (int r = 0; r < generators.length; r++) {
      int from = r * most * width;
      int real = rows[r] * width;
      generators[r].bernoulli(1 - rate, kept, bits, from, real);
      Arrays.fill(bits, from + real, from + most * width, kept);
    }
    Tensor mask = Tensors.empty(ScalarType.Float, generators.length, most, width);
    try (IntPointer data = new IntPointer(mask.data_ptr())) {
      data.put(bits, 0, count);
    }
    return mask;
  }
}
