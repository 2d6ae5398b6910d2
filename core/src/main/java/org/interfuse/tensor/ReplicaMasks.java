package org.interfuse.tensor;

import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The random masks of R replicas that are computed at once. Each has a stream of its own and draws,
 * for its real rows alone and in their order, the masks that it would draw alone (law 6); rows
 * beyond them are kept. Of one thread.
 */
public final class ReplicaMasks {
  private final MaskStream[] streams;
  private int[] rows;

  /** Masks of R replicas, which are to {@link #begin} each step. */
  public ReplicaMasks(int replicas) {
    streams = new MaskStream[replicas];
    rows = new int[replicas];
  }

  /**
   * Begins a step.
   *
   * @param seeds of the replicas' masks in this step
   */
  public void begin(List<Seed> seeds) {
    for (int r = 0; r < streams.length; r++) {
      streams[r] = new MaskStream(seeds.get(r));
    }
  }

  /** How many rows of each replica are real from here on. */
  void rows(int[] real) {
    if (real.length != streams.length) {
      throw new IllegalArgumentException(
          "%d replicas, but rows of %d".formatted(streams.length, real.length));
    }
    rows = real;
  }

  /** [R, n, width] like {@code x}: 0 with the probability {@code rate}, 1/(1-rate) otherwise. */
  Tensor next(Tensor x, double rate) {
    int most = Math.toIntExact(x.size(1));
    int width = Math.toIntExact(x.size(2));
    Tensor mask = Tensors.empty(ScalarType.Float, streams.length, most, width);
    try (FloatPointer data = mask.data_ptr_float()) {
      for (int r = 0; r < streams.length; r++) {
        try (FloatPointer own = data.getPointer((long) r * most * width)) {
          fill(streams[r], rate, own, rows[r] * width, most * width);
        }
      }
    }
    return mask;
  }

  private static void fill(MaskStream stream, double rate, FloatPointer to, int real, int all) {
    stream.fill(rate, to, real);
    if (real < all) {
      float[] kept = new float[all - real];
      Arrays.fill(kept, (float) (1 / (1 - rate)));
      to.getPointer(real).put(kept);
    }
  }
}
