package org.interfuse.encoder.wide;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.interfuse.tensor.Tensors;

/**
 * Products of a wide matrix X [n, p] with thin ones, read tile by tile, or by its stored cells
 * where these are few ({@link SparseProducts}). The tiles are summed in parts whose number depends
 * on n alone, and the parts in their order, so that the number of threads does not change a bit.
 * Results belong to the current pointer scope.
 */
final class TileProducts {
  private static final int TILE_CELLS = 1 << 19;
  private static final int NARROWEST = 64;
  private static final int WIDEST = 4096;
  private static final int MOST_PARTS = 16;
  private static final long PART_BYTES = 1L << 28;

  private TileProducts() {}

  /** Rows [from, to) of a matrix with p rows. */
  interface Slices {
    Tensor of(int from, int to);
  }

  /** Adds what a tile of columns gives to a sum. */
  private interface Step {
    void add(Tensor sum, int from, int to);
  }

  /** Opens what one thread reads with. */
  private interface Work {
    Step open(int widest);
  }

  /**
   * X R.
   *
   * @param right R, k columns wide, in slices of its p rows
   * @return [n, k]
   */
  static Tensor times(Tiles x, int k, ScalarType type, Slices right) {
    SparseRows cells = SparseProducts.cells(x);
    if (cells != null) {
      return SparseProducts.times(cells, x.columns(), k, type, right);
    }
    return sum(
        x,
        tile(x),
        type,
        k,
        widest -> {
          Tiles.Reader reader = x.reader(widest);
          return (sum, from, to) -> sum.addmm_(reader.read(from, to).to(type), right.of(from, to));
        });
  }

  /**
   * X Tᵀ A for the rows T of the same columns, without T ᵀ A [p, k] ever being held. Of few rows X
   * their inner products with T come first.
   *
   * @param a [rows of T, k]
   * @return [n, k], of the type of {@code a}
   */
  static Tensor through(Tiles x, Tiles t, Tensor a) {
    SparseRows cells = SparseProducts.cells(x);
    SparseRows others = x == t ? cells : SparseProducts.cells(t);
    if (cells != null && others != null) {
      return SparseProducts.through(cells, others, a);
    }
    ScalarType type = a.scalar_type().intern();
    if ((long) x.rows() * t.rows() < a.size(1) * (x.rows() + (long) t.rows())) {
      return torch.mm(inner(x, t, type), a);
    }
    return sum(
        x,
        Math.min(tile(x), tile(t)),
        type,
        a.size(1),
        widest -> {
          Tiles.Reader own = x.reader(widest);
          Tiles.Reader other = x == t ? own : t.reader(widest);
          return (sum, from, to) -> {
            Tensor tile = other.read(from, to).to(type);
            Tensor weights = torch.mm(tile.t(), a); // [columns, k]
            sum.addmm_(x == t ? tile : own.read(from, to).to(type), weights);
          };
        });
  }

  /** X Tᵀ for the rows T of the same columns, [n, rows of T]. */
  private static Tensor inner(Tiles x, Tiles t, ScalarType type) {
    return sum(
        x,
        Math.min(tile(x), tile(t)),
        type,
        t.rows(),
        widest -> {
          Tiles.Reader own = x.reader(widest);
          Tiles.Reader other = t.reader(widest);
          return (sum, from, to) ->
              sum.addmm_(own.read(from, to).to(type), other.read(from, to).to(type).t());
        });
  }

  /**
   * Xᵀ A.
   *
   * @param a [n, k]
   * @param into [p, k], of the same type
   */
  static void transposed(Tiles x, Tensor a, Tensor into) {
    SparseRows cells = SparseProducts.cells(x);
    if (cells != null) {
      SparseProducts.transposed(cells, a, into);
      return;
    }
    ScalarType type = a.scalar_type().intern();
    int tile = tile(x);
    forTiles(
        x.columns(),
        tile,
        (first, last) -> {
          try (Tiles.Reader reader = x.reader(tile)) {
            for (int t = first; t < last; t++) {
              int from = t * tile;
              int to = Math.min(x.columns(), from + tile);
              try (PointerScope scope = new PointerScope()) {
                Tensor slice = into.narrow(0, from, to - from);
                torch.mm_out(slice, reader.read(from, to).to(type).t(), a);
              }
            }
          }
        });
  }

  /** Columns of a tile. */
  static int tile(Tiles x) {
    int most = tile(x.rows());
    return Math.max(x.multiple(), most / x.multiple() * x.multiple());
  }

  private static int tile(long rows) {
    return (int) Math.max(NARROWEST, Math.min(WIDEST, TILE_CELLS / Math.max(1, rows)));
  }

  /** How many sums [n, k] are held for so many rows and columns. */
  static int parts(long rows, long columns, long k) {
    int tile = tile(rows);
    return parts((int) ((columns + tile - 1) / tile), 8L * rows * k);
  }

  /** Work on the tiles from {@code first} to before {@code last}, on one thread. */
  interface Run {
    void tiles(int first, int last);
  }

  /** Divides tiles among threads. */
  static void forTiles(int columns, int tile, Run run) {
    int count = (columns + tile - 1) / tile;
    TileWorkers.run(
        TileWorkers.count(count), count, (worker, first, last) -> run.tiles(first, last));
  }

  private static Tensor sum(Tiles x, int tile, ScalarType type, long k, Work work) {
    int count = (x.columns() + tile - 1) / tile;
    int parts = parts(count, 8L * x.rows() * k);
    Tensor sums = Tensors.zeros(type, parts, x.rows(), k);
    TileWorkers.run(
        TileWorkers.count(parts),
        parts,
        (worker, firstPart, lastPart) -> {
          Step step = work.open(tile);
          for (int part = firstPart; part < lastPart; part++) {
            Tensor sum = sums.select(0, part);
            for (int t = first(part, parts, count); t < first(part + 1, parts, count); t++) {
              try (PointerScope scope = new PointerScope()) {
                step.add(sum, t * tile, Math.min(x.columns(), (t + 1) * tile));
              }
            }
          }
        });
    return total(sums, parts);
  }

  /** How many sums of so many bytes there are. */
  static int parts(int tiles, long bytes) {
    long fit = Math.max(2, PART_BYTES / Math.max(1, bytes));
    return (int) Math.max(1, Math.min(tiles, Math.min(MOST_PARTS, fit)));
  }

  /** The first tile of a part. */
  static int first(int part, int parts, int tiles) {
    return (int) ((long) tiles * part / parts);
  }

  /** Adds the parts in their order. */
  static Tensor total(Tensor parts, int count) {
    return added(parts, count).clone();
  }

  /** The same, in the memory of the first part. */
  static Tensor added(Tensor parts, int count) {
    Tensor sum = parts.select(0, 0);
    for (int i = 1; i < count; i++) {
      sum.add_(parts.select(0, i));
    }
    return sum;
  }
}
