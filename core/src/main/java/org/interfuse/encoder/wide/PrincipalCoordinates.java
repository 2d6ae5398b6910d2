package org.interfuse.encoder.wide;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.interfuse.encoder.MemoryNeed;
import org.interfuse.encoder.WideSize;
import org.interfuse.preprocessing.FeatureShape;
import org.interfuse.preprocessing.Features;
import org.interfuse.preprocessing.Prepared;
import org.interfuse.preprocessing.WideFeatures;
import org.interfuse.tensor.Tensors;
import org.jspecify.annotations.Nullable;

/**
 * A wide modality as a table of few columns: with the scaled columns of the training rows, centred,
 * X = U S Vᵀ, a row x becomes (x − mean) V, which is U S for the training rows. Distances between
 * training rows stay, and every linear function of the columns that is a combination of training
 * rows stays linear, with the same norm of its weights: a ridge model of all coordinates is the
 * ridge model of all p columns (representer theorem), at a cost that does not depend on p.
 *
 * <p>Up to {@value RowSpace#EXACT_ROWS} rows of the modality the coordinates are exact and there
 * are as many as asked for; above, the first {@value #MOST_APPROXIMATE} at most, of sparse columns
 * {@value #MOST_APPROXIMATE_SPARSE}, by randomised subspace iteration. Thread-safe.
 */
public final class PrincipalCoordinates {
  /** Coordinates where rows are too many for their inner products. */
  public static final int MOST_APPROXIMATE = 128;

  /** The same of sparse columns, such as words: few of them say little of the others. */
  public static final int MOST_APPROXIMATE_SPARSE = 512;

  private final WideFeatures training;
  private final int[] rows;
  private final LeftVectors left;
  private @Nullable Known known;
  private double[] mean = new double[0];

  private record Known(WeakReference<WideFeatures> features, Features table) {}

  private PrincipalCoordinates(WideFeatures training, int[] rows, LeftVectors left) {
    this.training = training;
    this.rows = rows;
    this.left = left;
  }

  /**
   * Fits.
   *
   * @param rows training rows of the features, at least one
   * @param most the largest number of coordinates
   */
  public static PrincipalCoordinates fit(WideFeatures features, int[] rows, int most) {
    int count =
        RowSpace.isExact(features) ? most : Math.min(most, mostApproximate(features.sparse()));
    try (TileScale scale = TileScale.of(features)) {
      FeatureTiles tiles = new FeatureTiles(scale, rows);
      return new PrincipalCoordinates(features, rows, RowSpace.of(features).vectors(tiles, count));
    }
  }

  /** What {@link #fit} and {@link #table} take at their peak. */
  public static MemoryNeed memory(WideSize size, long most) {
    return RowMemory.coordinates(size, most);
  }

  /** How many coordinates there are of a modality of that size, at most. */
  public static long width(WideSize size, long most) {
    return RowMemory.coordinateCount(size, most);
  }

  /** How many coordinates there are at most where they are approximate. */
  static int mostApproximate(boolean sparse) {
    return sparse ? MOST_APPROXIMATE_SPARSE : MOST_APPROXIMATE;
  }

  /** Number of coordinates. */
  public int width() {
    return left.rank();
  }

  /** Whether no coordinate that training rows have was left out for their number. */
  public boolean isExact() {
    return RowSpace.isExact(training);
  }

  /** Bytes kept to place new rows, the training rows themselves not counted. */
  public long bytes() {
    return (long) Double.BYTES * (left.vectors().length + left.values().length);
  }

  /** The coordinates of all rows of these features, which were prepared like the training rows. */
  public synchronized Features table(Prepared features) {
    WideFeatures wide = features.wide();
    if (wide == null) {
      throw new IllegalArgumentException("expected a wide modality, but it is a table");
    }
    if (known == null || known.features.get() != wide) {
      known = new Known(new WeakReference<>(wide), compute(wide));
    }
    return known.table;
  }

  private Features compute(WideFeatures wide) {
    int k = width();
    List<String> names = new ArrayList<>();
    IntStream.rangeClosed(1, k).forEach(i -> names.add("component " + i));
    FeatureShape shape = new FeatureShape(names, k, new int[0]);
    if (k == 0) {
      return new Features(wide.rows(), shape, new float[0], new int[0]);
    }
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      Tensor over = left.overValues(ScalarType.Double); // [training rows, k]
      Tensor raw =
          wide == training && RowSpace.isExact(wide) ? ofProducts(over) : ofTiles(wide, over);
      double[] coordinates = Tensors.toDoubles(centred(raw, wide));
      float[] numeric = new float[coordinates.length];
      for (int i = 0; i < numeric.length; i++) {
        numeric[i] = (float) coordinates[i];
      }
      return new Features(wide.rows(), shape, numeric, new int[0]);
    }
  }

  /** X X_trainᵀ U S⁻¹ of inner products. */
  private Tensor ofProducts(Tensor over) {
    double[] products = RowSpace.of(training).products(training);
    int n = training.rows();
    Tensor all = Tensors.ofDoubles(products, n, n);
    return torch.mm(all.index_select(1, Tensors.ofInts(rows, rows.length)), over);
  }

  private Tensor ofTiles(WideFeatures wide, Tensor over) {
    try (TileScale own = TileScale.of(wide);
        TileScale trained = TileScale.of(training)) {
      FeatureTiles all = new FeatureTiles(own, IntStream.range(0, wide.rows()).toArray());
      return TileProducts.through(all, new FeatureTiles(trained, rows), over.to(ScalarType.Float))
          .to(ScalarType.Double);
    }
  }

  /** The mean of the training rows is the origin, as it is of U S. */
  private Tensor centred(Tensor raw, WideFeatures wide) {
    if (wide == training) {
      Tensor trained = raw.index_select(0, Tensors.ofInts(rows, rows.length));
      mean = Tensors.toDoubles(trained.sum(0).div(new Scalar((double) rows.length)));
    } else if (mean.length == 0) {
      compute(training);
    }
    return raw.sub(Tensors.ofDoubles(mean));
  }
}
