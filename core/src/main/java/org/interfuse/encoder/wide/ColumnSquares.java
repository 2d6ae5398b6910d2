package org.interfuse.encoder.wide;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.interfuse.tensor.Tensors;

/**
 * The squared norms ‖x_jᵀδ‖² of the columns' gradients, whose sum is that of the whole gradient, by
 * the gradients themselves: a tile of Xᵀδ is made, squared and forgotten.
 *
 * <p>The other way goes through products of the rows: the norm through XXᵀ, summed while a batch
 * passes, and the squares through δδᵀ. Multiplications for each column, of n rows and a width w:
 *
 * <pre>
 *              through products     by gradients
 * norm         n² / 2               n w, and the rows are read once more
 * squares      n²                   none besides
 * </pre>
 *
 * <p>Only the row-wise rule needs the squares. By this count gradients cost less where n is above 2
 * w / 3, and for AdamW above 2 w; as reading takes time, too, row-wise begins at w. Nothing cancels
 * then but what cancels in the gradient. Either way all is of the type of δ, also where the
 * products of a step are of bfloat16: the norm decides how much every weight is clipped.
 */
final class ColumnSquares {
  private ColumnSquares() {}

  /** Whether gradients cost less than products of the rows. */
  static boolean byGradients(long rows, long width, WideOptimiser optimiser) {
    return rows > (optimiser == WideOptimiser.ROW_WISE ? width : 2 * width);
  }

  /**
   * The squares, each no less than the rounding error of its gradient.
   *
   * @param delta [n, width]
   * @return [p], of the type of δ, of the current pointer scope
   */
  static Tensor of(Tiles x, Tensor delta) {
    ScalarType type = delta.scalar_type().intern();
    Tensor squares = Tensors.empty(type, x.columns());
    double unit = type == ScalarType.Double ? 0x1p-52 : 0x1p-23;
    Scalar rounding = new Scalar(unit * unit * delta.mul(delta).sum().item_double());
    int tile = TileProducts.tile(x);
    TileProducts.forTiles(
        x.columns(),
        tile,
        (first, last) -> {
          TileMemory memory = new TileMemory(type, tile, Math.toIntExact(delta.size(1)));
          try (Tiles.Reader reader = x.reader(tile)) {
            for (int t = first; t < last; t++) {
              int from = t * tile;
              int to = Math.min(x.columns(), from + tile);
              try (PointerScope scope = new PointerScope()) {
                Tensor columns = reader.read(from, to).to(type);
                Tensor gradient = Products.gradient(columns, delta, memory);
                Tensor found = gradient.mul_(gradient).sum(1);
                Tensor least = columns.mul(columns).sum(0).mul_(rounding);
                squares.narrow(0, from, to - from).copy_(torch.max(found, least));
              }
            }
          }
        });
    return squares;
  }
}
