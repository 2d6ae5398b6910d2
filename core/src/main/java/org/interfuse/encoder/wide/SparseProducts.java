package org.interfuse.encoder.wide;

import java.util.Arrays;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.interfuse.tensor.Tensors;
import org.jspecify.annotations.Nullable;

/**
 * Products of sparse rows X [n, p] with thin matrices, at a cost in proportion to the stored cells.
 * Results belong to the current pointer scope.
 */
final class SparseProducts {
  /** Where more than one cell in so many is stored, tiles are read: they are multiplied quicker. */
  private static final int LEAST_CELLS_A_STORED_ONE = 16;

  /** More cells than these are read as tiles, which take no memory. */
  private static final long MOST_CELLS = 1L << 25;

  private static final int CHUNK_COLUMNS = 4096;
  private static final int CHUNK_VALUES = 1 << 20;

  private SparseProducts() {}

  /** The stored cells, where these are few enough to be worth it; null for tiles. */
  static @Nullable SparseRows cells(Tiles x) {
    if (!(x instanceof FeatureTiles rows && rows.sparse())) {
      return null;
    }
    long stored = rows.storedCells();
    return read(stored, x.rows(), x.columns()) ? rows.stored() : null;
  }

  /** Whether so many cells are read one by one at once, and not in tiles. */
  static boolean read(long stored, long rows, long columns) {
    return few(stored, rows, columns) && stored <= MOST_CELLS;
  }

  /** Whether so few cells are stored that they are read one by one, and not in tiles. */
  static boolean few(long stored, long rows, long columns) {
    return stored * LEAST_CELLS_A_STORED_ONE <= rows * columns;
  }

  /** X R [n, k], of slices of R. */
  static Tensor times(SparseRows x, int columns, int k, ScalarType type, TileProducts.Slices r) {
    Tensor sum = Tensors.zeros(type, x.rows(), k);
    for (int from = 0; from < columns; from += CHUNK_COLUMNS) {
      int to = Math.min(columns, from + CHUNK_COLUMNS);
      int first = place(x.distinct(), from);
      int last = place(x.distinct(), to);
      if (first < last) {
        try (PointerScope scope = new PointerScope();
            NoGradGuard guard = new NoGradGuard()) {
          int begin = from;
          add(x, first, last, r.of(from, to), j -> j - begin, sum);
        }
      }
    }
    return sum;
  }

  /** Xᵀ A into [p, k]. */
  static void transposed(SparseRows x, Tensor a, Tensor into) {
    into.zero_();
    for (int first = 0; first < x.distinct().length; first += CHUNK_COLUMNS) {
      int last = Math.min(x.distinct().length, first + CHUNK_COLUMNS);
      try (PointerScope scope = new PointerScope()) {
        Tensor columns = Tensors.ofInts(Arrays.copyOfRange(x.distinct(), first, last));
        into.index_copy_(0, columns, x.gradient(a, first, last));
      }
    }
  }

  /** X Tᵀ A [n, k] for the rows T of the same columns. */
  static Tensor through(SparseRows x, SparseRows t, Tensor a) {
    Tensor sum = Tensors.zeros(a.scalar_type().intern(), x.rows(), a.size(1));
    int[] theirs = t.distinct();
    for (int low = 0; low < theirs.length; low += CHUNK_COLUMNS) {
      int high = Math.min(theirs.length, low + CHUNK_COLUMNS);
      int first = place(x.distinct(), theirs[low]);
      int last = place(x.distinct(), theirs[high - 1] + 1);
      if (first < last) {
        try (PointerScope scope = new PointerScope()) {
          int begin = low;
          Columns known = j -> Arrays.binarySearch(theirs, begin, high, j) - begin;
          add(x, first, last, t.gradient(a, low, high), known, sum);
        }
      }
    }
    return sum;
  }

  /** XXᵀ, row-major [n × n], in float64. */
  static double[] inner(SparseRows x) {
    int n = x.rows();
    double[] products = new double[Math.multiplyExact(n, n)];
    int from = 0;
    for (int to : x.columnEnds()) {
      for (int i = from; i < to; i++) {
        int row = x.owners()[i] * n;
        double value = x.byColumn()[i];
        for (int k = i; k < to; k++) {
          products[row + x.owners()[k]] += value * x.byColumn()[k];
        }
      }
      from = to;
    }
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < i; j++) {
        products[i * n + j] = products[j * n + i];
      }
    }
    return products;
  }

  /** The row of a slice that a column has; negative where it has none. */
  private interface Columns {
    int of(int column);
  }

  /** Adds, for the cells of some distinct columns, value times the column's row of the slice. */
  private static void add(
      SparseRows x, int first, int last, Tensor slice, Columns columns, Tensor sum) {
    int from = first == 0 ? 0 : x.columnEnds()[first - 1];
    int[] rows = new int[x.columnEnds()[last - 1] - from];
    int[] owners = new int[rows.length];
    float[] values = new float[rows.length];
    int count = 0;
    for (int c = first; c < last; c++) {
      int row = columns.of(x.distinct()[c]);
      for (int cell = from; cell < x.columnEnds()[c]; cell++) {
        if (row >= 0) {
          rows[count] = row;
          owners[count] = x.owners()[cell];
          values[count++] = x.byColumn()[cell];
        }
      }
      from = x.columnEnds()[c];
    }
    int atOnce = (int) Math.max(1, CHUNK_VALUES / slice.size(1));
    for (int at = 0; at < count; at += atOnce) {
      int end = Math.min(count, at + atOnce);
      try (PointerScope scope = new PointerScope()) {
        Tensor chosen = slice.index_select(0, Tensors.ofInts(Arrays.copyOfRange(rows, at, end)));
        Tensor factors = Tensors.ofFloats(Arrays.copyOfRange(values, at, end), end - at, 1);
        chosen.mul_(factors.to(sum.scalar_type()));
        sum.index_add_(0, Tensors.ofInts(Arrays.copyOfRange(owners, at, end)), chosen);
      }
    }
  }

  /** The first place of an ascending array that is not below a value. */
  private static int place(int[] ascending, int value) {
    int found = Arrays.binarySearch(ascending, value);
    return found >= 0 ? found : -found - 1;
  }
}
