package org.interfuse.encoder.wide;

import java.util.Objects;
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

  /** Cells of a block of rows, read and scaled at once: 1 MB. */
  private static final int BLOCK_CELLS = 1 << 18;

  /** So that threads have about the same to do. */
  private static final int LEAST_BLOCKS = 16;

  private static final int LEAST = 64;

  private final DenseProjection projection;
  private final DenseProjection.@Nullable Pending pending;
  private final @Nullable Tiles tiles;
  private final boolean withGram;
  private final boolean halfBefore;
  private final boolean halfNow;
  private final ScalarType type;
  private final int width;
  private final int columns;
  private final int tile;
  private final int block;

  /**
   * A pass.
   *
   * @param tiles the new rows; null where only the update is wanted
   * @param withGram whether XXᵀ of the new rows is wanted, on and above its diagonal
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
    this.halfBefore = projection.halfProducts(pending == null ? null : pending.tiles());
    this.halfNow = projection.halfProducts(tiles);
    this.type = projection.isDouble() ? ScalarType.Double : ScalarType.Float;
    this.width = projection.width();
    this.columns = Math.toIntExact(projection.weight().size(0));
    this.tile = tile();
    this.block = block();
  }

  /**
   * What a pass gives; belongs to the current pointer scope.
   *
   * @param product X W [n, width]
   * @param gram XXᵀ on and above its diagonal, zeros below [n, n]
   */
  record Result(Tensor product, Tensor gram) {}

  /** Columns of a block: one tile or several. */
  private int block() {
    int rows = Math.max(rows(tiles), pending == null ? 1 : rows(pending.tiles()));
    int even = (columns + LEAST_BLOCKS - 1) / LEAST_BLOCKS;
    return Math.max(1, Math.min(BLOCK_CELLS / rows, even) / tile) * tile;
  }

  /**
   * Columns of a tile of weights. The noise of an update depends on it, so new rows beside an
   * update make no difference.
   */
  private int tile() {
    int multiple =
        Math.max(
            tiles == null ? 1 : tiles.multiple(), pending == null ? 1 : pending.tiles().multiple());
    int rows = rows(pending == null ? tiles : pending.tiles());
    int most = Math.max(LEAST, Math.min(TILE_WEIGHTS / width, BLOCK_CELLS / rows));
    return Math.max(multiple, most / multiple * multiple);
  }

  private static int rows(@Nullable Tiles tiles) {
    return tiles == null ? 1 : Math.max(1, tiles.rows());
  }

  Result run() {
    int count = (columns + block - 1) / block;
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
              blocks(first, last, shared, products.select(0, worker), grams.select(0, worker)));
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
    WeightUpdate.Common common =
        WeightUpdate.Common.of(
            pending.delta(), pending.squares(), pending.step(), options.rateFactor(), halfBefore);
    projection.moments().begin(common);
    boolean rounds = projection.weight().scalar_type().intern() == ScalarType.BFloat16;
    return new Shared(
        common, rounds ? new RoundingNoise(pending.step().seed(), tile, width) : null);
  }

  private void blocks(int first, int last, Shared shared, Tensor product, Tensor gram) {
    TileMemory memory = new TileMemory(type, tile, width);
    try (Tiles.Reader before = reader(pending == null ? null : pending.tiles());
        Tiles.Reader now = reader(tiles)) {
      for (int b = first; b < last; b++) {
        int from = b * block;
        int to = Math.min(columns, from + block);
        try (PointerScope scope = new PointerScope()) {
          Tensor old = before == null ? null : old(before, from, to, shared);
          Tensor x = now == null ? null : now(now, from, to, gram);
          for (int at = from; at < to; at += tile) {
            long size = Math.min(to - at, tile);
            Tensor weights = projection.weight().narrow(0, at, size);
            if (old != null) {
              update(weights, at, old.narrow(1, at - from, size), shared, memory);
            }
            if (x != null) {
              Products.addForward(product, x.narrow(1, at - from, size), weights, memory);
            }
          }
        }
      }
    }
  }

  private Tiles.@Nullable Reader reader(@Nullable Tiles rows) {
    return rows == null ? null : rows.reader(block);
  }

  /** The new rows' columns, which also go into XXᵀ. */
  private Tensor now(Tiles.Reader reader, int from, int to, Tensor gram) {
    Tensor x = reader.read(from, to).to(type);
    if (withGram) {
      Products.addGram(gram, x);
    }
    return factor(x, halfNow);
  }

  /** The columns whose update waits. */
  private Tensor old(Tiles.Reader reader, int from, int to, Shared shared) {
    WeightUpdate.Common common = Objects.requireNonNull(shared.common);
    Tensor x = reader.read(from, to).to(type);
    return factor(projection.moments().prepare(from, x, common), halfBefore);
  }

  /** As products take it. */
  private static Tensor factor(Tensor x, boolean half) {
    return half ? x.to(ScalarType.BFloat16) : x;
  }

  private void update(Tensor weights, int from, Tensor x, Shared shared, TileMemory memory) {
    WeightUpdate.Common common = Objects.requireNonNull(shared.common);
    RoundingNoise noise = shared.noise;
    Tensor exact = noise == null ? weights : memory.exact(weights.size(0)).copy_(weights);
    projection.moments().apply(exact, from, x, common, memory);
    WidePenalties penalties = projection.options().penalties();
    if (penalties.any()) {
      penalties.shrink(exact, common.rate());
    }
    if (noise != null) {
      noise.round(exact, from / tile);
      weights.copy_(exact);
    }
  }
}
