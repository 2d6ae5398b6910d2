package org.interfuse.encoder.wide;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.interfuse.tensor.Tensors;
import org.jspecify.annotations.Nullable;

/**
 * One pass over the weights of a dense projection: the update that waits, if any, and the products
 * with new rows, if any.
 */
final class TilePass {
  /** Weights of a tile: 2 MB of float32 stay in the caches of a core. */
  private static final int TILE_WEIGHTS = 1 << 19;

  /** Cells of a tile of rows: 1 MB. */
  private static final int TILE_CELLS = 1 << 18;

  private static final int LEAST = 64;

  private final DenseProjection projection;
  private final DenseProjection.@Nullable Pending pending;
  private final @Nullable Tiles tiles;
  private final boolean withGram;
  private final boolean half;
  private final ScalarType type;
  private final int width;
  private final int columns;
  private final int tile;

  /**
   * A pass.
   *
   * @param tiles the new rows; null where only the update is wanted
   * @param withGram whether XXᵀ of the new rows is wanted
   */
  TilePass(
      DenseProjection projection,
      DenseProjection.@Nullable Pending pending,
      @Nullable Tiles tiles,
      boolean withGram) {
    this.projection = projection;
    this.pending = pending;
    this.tiles = tiles;
    this.withGram = withGram;
    this.half = !projection.isDouble() && projection.options().arithmetic().halfProducts();
    this.type = projection.isDouble() ? ScalarType.Double : ScalarType.Float;
    this.width = projection.width();
    this.columns = Math.toIntExact(projection.weight().size(0));
    this.tile = tile();
  }

  /**
   * What a pass gives; belongs to the current pointer scope.
   *
   * @param product X W [n, width]
   * @param gram XXᵀ [n, n]
   */
  record Result(Tensor product, Tensor gram) {}

  /** Columns of a tile. */
  private int tile() {
    int rows =
        Math.max(tiles == null ? 1 : tiles.rows(), pending == null ? 1 : pending.tiles().rows());
    int multiple =
        Math.max(
            tiles == null ? 1 : tiles.multiple(), pending == null ? 1 : pending.tiles().multiple());
    int most = Math.max(LEAST, Math.min(TILE_WEIGHTS / width, TILE_CELLS / rows));
    return Math.max(multiple, most / multiple * multiple);
  }

  Result run() {
    int count = (columns + tile - 1) / tile;
    int workers = TileWorkers.count(count);
    int rows = tiles == null ? 0 : tiles.rows();
    Tensor products = Tensors.zeros(type, workers, rows, width);
    Tensor grams = Tensors.zeros(type, workers, withGram ? rows : 0, withGram ? rows : 0);
    try (PointerScope scope = new PointerScope()) {
      Shared shared = shared();
      TileWorkers.run(
          workers,
          count,
          (worker, first, last) ->
              tiles(first, last, shared, products.select(0, worker), grams.select(0, worker)));
    }
    return new Result(sum(products, workers), sum(grams, workers));
  }

  /** Adds the workers' parts in their order. */
  private static Tensor sum(Tensor parts, int workers) {
    Tensor sum = parts.select(0, 0);
    for (int w = 1; w < workers; w++) {
      sum.add_(parts.select(0, w));
    }
    return sum.clone();
  }

  /** What the update of all tiles shares. */
  private record Shared(WeightUpdate.@Nullable Common common, @Nullable RoundingNoise noise) {}

  private Shared shared() {
    if (pending == null) {
      return new Shared(null, null);
    }
    DenseProjection.Options options = projection.options();
    projection.moments();
    boolean rounds = projection.weight().scalar_type().intern() == ScalarType.BFloat16;
    return new Shared(
        WeightUpdate.Common.of(pending.delta(), pending.step(), options.rateFactor(), half),
        rounds ? new RoundingNoise(pending.step().seed(), tile, width) : null);
  }

  private void tiles(int first, int last, Shared shared, Tensor product, Tensor gram) {
    try (Tiles.Reader before = reader(pending == null ? null : pending.tiles());
        Tiles.Reader now = reader(tiles)) {
      for (int t = first; t < last; t++) {
        int from = t * tile;
        int to = Math.min(columns, from + tile);
        try (PointerScope scope = new PointerScope()) {
          Tensor weights = projection.weight().narrow(0, from, to - from);
          if (before != null && shared.common != null) {
            update(weights, t, from, before.read(from, to).to(type), shared);
          }
          if (now != null) {
            Tensor x = now.read(from, to).to(type);
            Products.addForward(product, x, weights, half);
            if (withGram) {
              gram.addmm_(x, x.t());
            }
          }
        }
      }
    }
  }

  private Tiles.@Nullable Reader reader(@Nullable Tiles rows) {
    return rows == null ? null : rows.reader(tile);
  }

  private void update(Tensor weights, int number, int from, Tensor x, Shared shared) {
    WeightUpdate.Common common = java.util.Objects.requireNonNull(shared.common);
    Tensor exact = shared.noise == null ? weights : weights.to(type);
    projection.moments().apply(exact, from, x, common);
    WidePenalties penalties = projection.options().penalties();
    if (penalties.any()) {
      penalties.shrink(exact, common.rate());
    }
    if (shared.noise != null) {
      shared.noise.round(exact, number);
      weights.copy_(exact);
    }
  }
}
