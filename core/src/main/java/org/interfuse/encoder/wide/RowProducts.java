package org.interfuse.encoder.wide;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.interfuse.tensor.Tensors;

/**
 * XXᵀ of all n rows, in one pass over the tiles: products of some hundred columns in the type of
 * the tile, summed in float64. Of the symmetric blocks one is computed. Of few stored cells {@link
 * SparseProducts#inner}.
 */
final class RowProducts {
  private static final int TILE_CELLS = 1 << 21;
  private static final int LEAST = 256;
  private static final int MOST = 4096;
  private static final int BLOCK = 512;

  private RowProducts() {}

  /** Row-major [n × n]. */
  static double[] of(Tiles x) {
    SparseRows cells = SparseProducts.cells(x);
    if (cells != null) {
      return SparseProducts.inner(cells);
    }
    int n = x.rows();
    int tile = tile(x);
    int count = (x.columns() + tile - 1) / tile;
    int parts = parts(n, x.columns(), tile);
    try (PointerScope scope = new PointerScope()) {
      Tensor sums = Tensors.zeros(ScalarType.Double, parts, n, n);
      TileWorkers.run(
          TileWorkers.count(parts),
          parts,
          (worker, firstPart, lastPart) -> {
            try (Tiles.Reader reader = x.reader(tile)) {
              for (int part = firstPart; part < lastPart; part++) {
                int last = TileProducts.first(part + 1, parts, count);
                for (int t = TileProducts.first(part, parts, count); t < last; t++) {
                  int to = Math.min(x.columns(), (t + 1) * tile);
                  add(reader.read(t * tile, to), sums.select(0, part));
                }
              }
            }
          });
      return mirrored(TileProducts.added(sums, parts), n);
    }
  }

  private static int tile(Tiles x) {
    int most = tile(x.rows());
    return Math.max(x.multiple(), most / x.multiple() * x.multiple());
  }

  private static int tile(long rows) {
    return (int) Math.max(LEAST, Math.min(MOST, TILE_CELLS / Math.max(1, rows)));
  }

  /** How many sums [n, n] are held for so many rows and columns. */
  static int parts(long rows, long columns) {
    return parts(rows, columns, tile(rows));
  }

  private static int parts(long rows, long columns, int tile) {
    return TileProducts.parts((int) ((columns + tile - 1) / tile), Double.BYTES * rows * rows);
  }

  /** Adds the blocks on and above the diagonal. */
  private static void add(Tensor tile, Tensor sum) {
    long n = tile.size(0);
    for (long i = 0; i < n; i += BLOCK) {
      long rows = Math.min(BLOCK, n - i);
      for (long j = i; j < n; j += BLOCK) {
        long columns = Math.min(BLOCK, n - j);
        try (PointerScope scope = new PointerScope()) {
          Tensor product = torch.mm(tile.narrow(0, i, rows), tile.narrow(0, j, columns).t());
          sum.narrow(0, i, rows).narrow(1, j, columns).add_(product);
        }
      }
    }
  }

  private static double[] mirrored(Tensor upper, int n) {
    double[] products = Tensors.toDoubles(upper);
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < i; j++) {
        products[i * n + j] = products[j * n + i];
      }
    }
    return products;
  }
}
