package org.interfuse.encoder.wide;

import org.bytedeco.pytorch.GeneratorOptional;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.interfuse.tensor.Seed;
import org.interfuse.tensor.Tensors;

/**
 * Stochastic rounding of float32 to bfloat16: up with a probability equal to the distance from
 * below (Gupta et al. 2015), so that updates smaller than a bfloat16 can tell are not lost but
 * taken now and then. The random numbers of a step are drawn once; tiles begin at different places
 * of them.
 */
final class RoundingNoise {
  private static final int TILES = 4;
  private static final int LOW_BITS = 1 << 16;

  private final Tensor bits; // [TILES · tile, width] int32 in [0, 2¹⁶)
  private final Seed seed;
  private final int tile;

  /**
   * The noise of one step.
   *
   * @param tile most columns of a tile
   */
  RoundingNoise(Seed seed, int tile, int width) {
    this.seed = seed;
    this.tile = tile;
    this.bits = Tensors.empty(ScalarType.Int, (long) TILES * tile, width);
    bits.random_(0, new LongOptional(LOW_BITS), new GeneratorOptional(seed.generator()));
  }

  /**
   * Rounds in place to numbers that bfloat16 can hold.
   *
   * @param values float32 [columns, width], contiguous, of tile number {@code number}
   */
  void round(Tensor values, int number) {
    long columns = values.size(0);
    long from = Long.remainderUnsigned(seed.at("tile", number).value(), (TILES - 1L) * tile + 1);
    Tensor raw = values.view(ScalarType.Int);
    raw.add_(bits.narrow(0, from, columns)).bitwise_and_(new Scalar(-LOW_BITS));
  }
}
