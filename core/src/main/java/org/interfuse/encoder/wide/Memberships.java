package org.interfuse.encoder.wide;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.interfuse.modality.ColumnGroups;
import org.interfuse.tensor.Tensors;

/**
 * The memberships of columns in groups, tile by tile of columns: in a tile they are ordered by
 * group, each group's a bag. Tiles without a member are left out. Owns the tensors.
 */
final class Memberships implements AutoCloseable {
  private final List<Tile> tiles = new ArrayList<>();

  /**
   * The memberships of some columns.
   *
   * @param from first column
   * @param to column after the last that has a membership
   * @param numbers [m] of the memberships among all
   * @param columns [m] places in the tile
   * @param groups [m] of each membership its group
   * @param bags [b] of each bag the first of its memberships
   * @param bagGroups [b] of each bag its group
   */
  record Tile(
      int from,
      int to,
      Tensor numbers,
      Tensor columns,
      Tensor groups,
      Tensor bags,
      Tensor bagGroups) {}

  /**
   * Divides memberships.
   *
   * @param width columns of a tile
   */
  Memberships(ColumnGroups groups, int columns, int width) {
    int count = (columns + width - 1) / width;
    int[][] byTile = new int[count][];
    int[] sizes = new int[count];
    for (int column : groups.columns()) {
      sizes[column / width]++;
    }
    Arrays.setAll(byTile, t -> new int[sizes[t]]);
    Arrays.fill(sizes, 0);
    for (int m = 0; m < groups.columns().length; m++) { // by group, so the tiles' are too
      int t = groups.columns()[m] / width;
      byTile[t][sizes[t]++] = m;
    }
    for (int t = 0; t < count; t++) {
      if (byTile[t].length > 0) {
        tiles.add(tile(groups, byTile[t], t * width));
      }
    }
  }

  private static Tile tile(ColumnGroups groups, int[] numbers, int from) {
    int[] places = Arrays.stream(numbers).map(m -> groups.columns()[m] - from).toArray();
    int[] own = Arrays.stream(numbers).map(m -> groups.groups()[m]).toArray();
    int[] bags =
        IntStream.range(0, own.length).filter(i -> i == 0 || own[i] != own[i - 1]).toArray();
    int to = from + 1 + Arrays.stream(places).max().orElse(0);
    return new Tile(
        from,
        to,
        kept(numbers),
        kept(places),
        kept(own),
        kept(bags),
        kept(Arrays.stream(bags).map(i -> own[i]).toArray()));
  }

  private static Tensor kept(int[] values) {
    try (PointerScope scope = new PointerScope()) {
      return OwnedTensors.keep(Tensors.ofInts(values, values.length));
    }
  }

  List<Tile> tiles() {
    return tiles;
  }

  @Override
  public void close() {
    for (Tile tile : tiles) {
      for (Tensor tensor :
          List.of(tile.numbers, tile.columns, tile.groups, tile.bags, tile.bagGroups)) {
        tensor.releaseReference();
      }
    }
    tiles.clear();
  }
}
