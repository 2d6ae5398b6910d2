package org.interfuse.encoder.wide;

import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.interfuse.modality.ColumnGroups;
import org.interfuse.tensor.Tensors;

/** Weighted sums of columns by group, and the gradient of their weights, tile by tile. */
final class GroupSums implements AutoCloseable {
  /** Columns of a tile: with 64 rows it stays in the processor's cache. */
  private static final int TILE = 4096;

  private static final int SUM = 0;

  private final Memberships memberships;
  private final int groups;

  GroupSums(ColumnGroups groups, int columns) {
    this.memberships = new Memberships(groups, columns, TILE);
    this.groups = groups.names().size();
  }

  /** 1/√m of each group; owned by the caller. */
  static Tensor shares(ColumnGroups groups, ScalarType type) {
    int[] sizes = new int[groups.names().size()];
    for (int group : groups.groups()) {
      sizes[group]++;
    }
    double[] shares = IntStream.of(sizes).mapToDouble(m -> 1 / Math.sqrt(Math.max(1, m))).toArray();
    try (PointerScope scope = new PointerScope()) {
      return OwnedTensors.keep(Tensors.ofDoubles(shares).to(type));
    }
  }

  /** Work on one tile of columns. */
  private interface Body {
    /**
     * Takes a tile.
     *
     * @param x [columns of the tile, n], contiguous
     */
    void take(int worker, Memberships.Tile tile, Tensor x);
  }

  /**
   * Σ_{j in g} w_gj x_j.
   *
   * @param weight [memberships]
   * @return [n, G]
   */
  Tensor forward(Tiles rows, Tensor weight) {
    ScalarType type = weight.scalar_type().intern();
    int workers = TileWorkers.count(memberships.tiles().size());
    Tensor sums = Tensors.zeros(type, workers, groups, rows.rows());
    each(
        rows,
        type,
        workers,
        (worker, tile, x) -> {
          Tensor own = weight.index_select(0, tile.numbers());
          Tensor bags =
              torch
                  .embedding_bag(
                      x,
                      tile.columns(),
                      tile.bags(),
                      /* scale_grad_by_freq= */ false,
                      SUM,
                      /* sparse= */ false,
                      new TensorOptional(own),
                      /* include_last_offset= */ false)
                  .get0(); // [bags, n]
          sums.select(0, worker).index_add_(0, tile.bagGroups(), bags);
        });
    return TileProducts.total(sums, workers).t().contiguous();
  }

  /**
   * What the weights are to change by.
   *
   * @param delta [n, G], gradient of the sums
   * @return [memberships]
   */
  Tensor gradient(Tiles rows, Tensor delta, Tensor weight) {
    ScalarType type = weight.scalar_type().intern();
    Tensor byGroup = delta.t().contiguous(); // [G, n]
    Tensor gradient = Tensors.zeros(type, weight.size(0));
    each(
        rows,
        type,
        TileWorkers.count(memberships.tiles().size()),
        (worker, tile, x) -> {
          Tensor own = x.index_select(0, tile.columns()); // [m, n]
          Tensor products = own.mul_(byGroup.index_select(0, tile.groups())).sum(1);
          gradient.index_copy_(0, tile.numbers(), products);
        });
    return gradient;
  }

  private void each(Tiles rows, ScalarType type, int workers, Body body) {
    List<Memberships.Tile> tiles = memberships.tiles();
    TileWorkers.run(
        workers,
        tiles.size(),
        (worker, first, last) -> {
          try (Tiles.Reader reader = rows.reader(TILE)) {
            for (Memberships.Tile tile : tiles.subList(first, last)) {
              try (PointerScope scope = new PointerScope()) {
                Tensor x = reader.read(tile.from(), tile.to()).t().to(type).contiguous();
                body.take(worker, tile, x);
              }
            }
          }
        });
  }

  @Override
  public void close() {
    memberships.close();
  }
}
