package org.interfuse.encoder.wide;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.interfuse.modality.CellRules;
import org.interfuse.modality.SparseMatrix;
import org.interfuse.modality.WideMatrix;
import org.interfuse.tensor.Tensors;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a wide modality: a tile is decoded into a buffer that stays in the processor's cache and
 * scaled there.
 *
 * @param figures of the columns, as tensors
 * @param chosen [n] rows of the matrix
 */
record FeatureTiles(TileScale figures, int[] chosen) implements Tiles {
  @Override
  public int rows() {
    return chosen.length;
  }

  @Override
  public int columns() {
    return matrix().columns();
  }

  @Override
  public int multiple() {
    return matrix().tileMultiple();
  }

  /** Whether it can be read at a cost in proportion to its stored cells. */
  boolean sparse() {
    return figures.features().sparse();
  }

  /** The matrix, where it is {@link #sparse}. */
  SparseMatrix cells() {
    return (SparseMatrix) matrix();
  }

  /** How many cells of these rows are stored, where it is {@link #sparse}. */
  long storedCells() {
    return Arrays.stream(chosen).mapToLong(cells()::stored).sum();
  }

  /** The stored cells. */
  SparseRows stored() {
    return SparseRows.of(figures.features(), chosen);
  }

  private WideMatrix matrix() {
    return figures.features().matrix();
  }

  @Override
  public Reader reader(int widest) {
    return new Decoder(Tensors.empty(ScalarType.Float, (long) rows() * widest));
  }

  private final class Decoder implements Reader {
    private final Tensor memory;
    private final BytePointer pointer;
    private final ByteBuffer buffer;

    private Decoder(Tensor memory) {
      this.memory = memory;
      this.pointer = new BytePointer(memory.data_ptr());
      this.buffer =
          pointer.capacity(memory.numel() * Float.BYTES).asBuffer().order(ByteOrder.nativeOrder());
    }

    @Override
    public Tensor read(int from, int to) {
      long width = to - from;
      matrix().read(chosen, from, to, buffer);
      CellRules.require(matrix(), chosen, from, to, buffer, figures.features().logarithm());
      Tensor tile = memory.narrow(0, 0, chosen.length * width).view(chosen.length, width);
      if (figures.features().logarithm()) {
        tile.log1p_();
      }
      Tensor scale = figures.scale().narrow(0, from, width);
      @Nullable Tensor shift = figures.shift();
      if (shift == null) {
        tile.mul_(scale);
      } else {
        torch.addcmul_out(tile, shift.narrow(0, from, width), tile, scale);
      }
      @Nullable Tensor fill = figures.fill();
      return fill == null
          ? tile.nan_to_num_()
          : tile.copy_(torch.where(tile.isnan(), fill.narrow(0, from, width), tile));
    }
  }
}
