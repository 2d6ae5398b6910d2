package org.interfuse.encoder.wide;

import java.nio.IntBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.interfuse.preprocessing.WideFeatures;
import org.interfuse.tensor.Torch;
import org.jspecify.annotations.Nullable;

/**
 * What the rows of a wide modality are to each other: their inner products, computed once for all
 * candidates, members and folds inside that read the same features, and the singular vectors of
 * some of the rows. It lives as long as the features. Thread-safe: a second caller waits.
 */
final class RowSpace {
  /**
   * Up to so many rows the inner products of all of them are computed, in some n² p operations and
   * 8 n² bytes, and everything is exact; above, vectors come from passes over the tiles.
   */
  static final int EXACT_ROWS = 4096;

  private static final int KEPT = 8;
  private static final PerFeatures<RowSpace> SPACES =
      new PerFeatures<>(features -> features, space -> {});

  private final Map<Key, LeftVectors> vectors =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, LeftVectors> eldest) {
          return size() > KEPT;
        }
      };
  private double @Nullable [] products;

  private RowSpace() {}

  /** Which rows, and how many vectors. */
  private record Key(IntBuffer rows, int most) {}

  /** The one of these features. */
  static RowSpace of(WideFeatures features) {
    Torch.load();
    return SPACES.of(features, RowSpace::new);
  }

  /** Whether inner products of all rows are used. */
  static boolean isExact(WideFeatures features) {
    return features.rows() <= EXACT_ROWS;
  }

  /** XXᵀ, row-major [n × n]; shared, not to be written to. */
  synchronized double[] products(WideFeatures features) {
    if (products == null) {
      try (TileScale scale = TileScale.of(features)) {
        int[] all = IntStream.range(0, features.rows()).toArray();
        products = RowProducts.of(new FeatureTiles(scale, all));
      }
    }
    return products;
  }

  /**
   * The first vectors of some rows, centred about their own mean.
   *
   * @param tiles those rows of the features
   */
  synchronized LeftVectors vectors(FeatureTiles tiles, int most) {
    WideFeatures features = tiles.figures().features();
    int[] rows = tiles.chosen();
    Key key = new Key(IntBuffer.wrap(rows.clone()), most);
    LeftVectors known = vectors.get(key);
    if (known == null) {
      known =
          isExact(features)
              ? LeftVectors.ofProducts(
                  select(products(features), features.rows(), rows), rows.length, most)
              : LeftVectors.ofTiles(tiles, most, ScalarType.Float);
      vectors.put(key, known);
    }
    return known;
  }

  private static double[] select(double[] products, int n, int[] rows) {
    double[] chosen = new double[rows.length * rows.length];
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < rows.length; j++) {
        chosen[i * rows.length + j] = products[rows[i] * n + rows[j]];
      }
    }
    return chosen;
  }
}
