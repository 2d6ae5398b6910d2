package org.interfuse.modality;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Some rows of a wide matrix, in the order given: a view. Columns are selected of the view, so that
 * no cell of another row is touched.
 */
class SelectedRows implements WideMatrix {
  private final WideMatrix whole;
  private final int[] chosen;

  private SelectedRows(WideMatrix whole, int[] chosen) {
    for (int row : chosen) {
      if (row < 0 || row >= whole.rows()) {
        throw new IllegalArgumentException(
            "rows: expected 0 ≤ row < %,d, but one is %,d".formatted(whole.rows(), row));
      }
    }
    this.whole = whole;
    this.chosen = chosen.clone();
  }

  static WideMatrix of(WideMatrix whole, int[] chosen) {
    return whole instanceof SparseMatrix sparse
        ? new OfSparse(sparse, chosen)
        : new SelectedRows(whole, chosen);
  }

  @Override
  public int rows() {
    return chosen.length;
  }

  @Override
  public int columns() {
    return whole.columns();
  }

  @Override
  public long bytes() {
    return whole.bytes();
  }

  @Override
  public boolean mayBeInfinite() {
    return whole.mayBeInfinite();
  }

  @Override
  public String place(int row, int column) {
    return whole.place(chosen[row], column);
  }

  @Override
  public int tileMultiple() {
    return whole.tileMultiple();
  }

  @Override
  public void read(int[] rows, int from, int to, ByteBuffer tile) {
    whole.read(Arrays.stream(rows).map(i -> chosen[i]).toArray(), from, to, tile);
  }

  /** Some rows of a sparse matrix. */
  private static final class OfSparse extends SelectedRows implements SparseMatrix {
    private final SparseMatrix whole;
    private final int[] chosen;

    OfSparse(SparseMatrix whole, int[] chosen) {
      super(whole, chosen);
      this.whole = whole;
      this.chosen = chosen.clone();
    }

    @Override
    public boolean mayBeInfinite() {
      return whole.mayBeInfinite();
    }

    @Override
    public long stored() {
      return Arrays.stream(chosen).mapToLong(whole::stored).sum();
    }

    @Override
    public int stored(int row) {
      return whole.stored(chosen[row]);
    }

    @Override
    public int read(int row, int[] columns, float[] values, int at) {
      return whole.read(chosen[row], columns, values, at);
    }
  }
}
