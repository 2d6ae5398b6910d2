package org.interfuse.encoder.wide;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.interfuse.tensor.Parameters;
import org.interfuse.tensor.Seed;
import org.interfuse.tensor.Tensors;

/**
 * X R / √p, R [p, k] of independent signs ±1 (Achlioptas 2003), which keeps distances between rows
 * up to a factor 1 ± √(8 ln n / k). R is made of the fixed parameter {@code seed} tile by tile and
 * never held.
 */
final class RandomScores implements Scores {
  private final Tensor seed; // [1] int64
  private final int columns;
  private final int width;
  private final ScalarType type;

  private RandomScores(Tensor seed, int columns, int width, ScalarType type) {
    this.seed = seed;
    this.columns = columns;
    this.width = width;
    this.type = type;
  }

  static RandomScores create(int columns, int components, Parameters parameters) {
    Tensor seed =
        parameters.addFixed(
            "seed",
            new long[] {1},
            own -> Tensors.ofLongs(new long[] {own.value() >>> 12})); // exact in float64 too
    return new RandomScores(seed, columns, components, parameters.type());
  }

  @Override
  public int width() {
    return width;
  }

  @Override
  public Tensor of(Tiles tiles) {
    Seed own = new Seed(seed.item_long());
    if (tiles instanceof TableTiles held) {
      return torch.mm(held.table(), signs(own, 0, columns));
    }
    return TileProducts.times(tiles, width, type, (from, to) -> signs(own, from, to));
  }

  /** Rows [from, to) of R / √p. */
  private Tensor signs(Seed own, int from, int to) {
    float size = (float) (1 / Math.sqrt(columns));
    float[] signs = new float[(to - from) * width];
    int at = 0;
    for (int j = from; j < to; j++) {
      long bits = 0;
      for (int k = 0; k < width; k++) {
        if (k % Long.SIZE == 0) {
          bits = own.at("column " + k / Long.SIZE, j).value();
        }
        signs[at++] = (bits & 1) == 0 ? size : -size;
        bits >>>= 1;
      }
    }
    return Tensors.ofFloats(signs, to - from, width).to(type);
  }
}
