package org.interfuse.preprocessing;

import java.util.List;
import org.interfuse.finding.Finding;
import org.interfuse.finding.FindingsException;
import org.interfuse.modality.SparseMatrix;
import org.interfuse.modality.WideMatrix;
import org.jspecify.annotations.Nullable;

/**
 * A wide modality after preprocessing. It is not expanded: the matrix is decoded in tiles, and
 * whoever reads it scales a tile. A cell x of column j stands for (f(x) − centre_j) · scale_j,
 * where f is log(1 + x) or nothing; a missing one for fill_j in place of f(x), and so for 0 where
 * centre_j is what fills it. A column of scale 0 says nothing. Arrays are shared, not copied; do
 * not write to them.
 *
 * @param matrix [n × p], the columns of the shape in its order
 * @param shape names of the p columns, no categories
 * @param logarithm whether f is log(1 + x)
 * @param centre [p]; null for zeros, as with sparse data
 * @param fill [p], what stands for missing cells where they are not centred; null where a missing
 *     cell becomes 0
 * @param scale [p], finite
 * @param training digest-like identity of what was fitted: the same object for all features that
 *     were prepared with the same figures
 */
public record WideFeatures(
    WideMatrix matrix,
    FeatureShape shape,
    boolean logarithm,
    float @Nullable [] centre,
    float @Nullable [] fill,
    float[] scale,
    Object training)
    implements Prepared {
  /** See the record's components. */
  public WideFeatures(
      WideMatrix matrix,
      FeatureShape shape,
      boolean logarithm,
      float @Nullable [] centre,
      float @Nullable [] fill,
      float[] scale,
      Object training) {
    require("matrix", matrix.columns(), shape.numericWidth());
    require("scale", scale.length, shape.numericWidth());
    if (centre != null) {
      require("centre", centre.length, shape.numericWidth());
    }
    if (fill != null) {
      require("fill", fill.length, shape.numericWidth());
    }
    this.matrix = matrix;
    this.shape = shape;
    this.logarithm = logarithm;
    this.centre = centre;
    this.fill = fill;
    this.scale = scale;
    this.training = training;
  }

  /** Columns whose missing cells become 0. */
  public WideFeatures(
      WideMatrix matrix,
      FeatureShape shape,
      boolean logarithm,
      float @Nullable [] centre,
      float[] scale,
      Object training) {
    this(matrix, shape, logarithm, centre, null, scale, training);
  }

  /** Columns that are scaled and not centred, so that zeros stay zeros. */
  public static WideFeatures uncentred(
      WideMatrix matrix, FeatureShape shape, boolean logarithm, float[] scale, Object training) {
    return new WideFeatures(matrix, shape, logarithm, null, null, scale, training);
  }

  private static void require(String what, int found, int expected) {
    if (found != expected) {
      throw new IllegalArgumentException(
          "%s: expected %,d columns, but it has %,d".formatted(what, expected, found));
    }
  }

  @Override
  public int rows() {
    return matrix.rows();
  }

  /** Whether it can be read at a cost in proportion to its non-zeros. */
  public boolean sparse() {
    return matrix instanceof SparseMatrix && centre == null;
  }

  @Override
  public long cells() {
    return 0;
  }

  @Override
  public Features table() {
    throw new FindingsException(
        Finding.of(
            "modalities",
            "what merges columns or reads them one by one needs a table",
            "%,d wide columns, which are read in tiles and never held as a table"
                .formatted(matrix.columns()),
            List.of("leave that candidate out")));
  }

  @Override
  public WideFeatures wide() {
    return this;
  }

  @Override
  public WideFeatures select(int[] rows) {
    return new WideFeatures(matrix.rows(rows), shape, logarithm, centre, fill, scale, training);
  }
}
