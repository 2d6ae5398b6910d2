package org.interfuse.encoder.wide;

import org.interfuse.encoder.MemoryNeed;
import org.interfuse.encoder.WideSize;

/**
 * What is computed of all n rows of a wide modality, at its peak: inner products and their
 * eigenvectors ({@link RowSpace}), scores, figures of columns while some are chosen, and the stored
 * cells that are read for it ({@link SparseRows}).
 */
final class RowMemory {
  private static final int NUMBER = Double.BYTES;

  /** Copies [m × m] outside the heap: what is decomposed, its vectors, and twice as workspace. */
  private static final int DECOMPOSITION = 4;

  /** Copies on the heap: the rows chosen, centred in place, and the vectors as they come. */
  private static final int CHOSEN = 2;

  /** Thin matrices [n × k] in float64 that subspace iteration has at once. */
  private static final int SKETCHES = 6;

  private RowMemory() {}

  static MemoryNeed of(WideEncoder.Spec spec, WideSize size) {
    long components = Math.min(spec.components(), size.columns());
    return switch (spec.projection()) {
      case DENSE, LOW_RANK, GROUPED -> MemoryNeed.NONE;
      case PCA -> vectors(size, components).plus(scores(size, components)).plus(cells(size));
      case RANDOM -> scores(size, components).plus(cells(size));
      case SCREENED ->
          chosen(size.columns())
              .plus(scores(size, Math.min(spec.keep(), size.columns())))
              .plus(cells(size));
    };
  }

  /** All coordinates as a table of floats ({@link PrincipalCoordinates}). */
  static MemoryNeed coordinates(WideSize size, long most) {
    long n = size.rows();
    long k = coordinateCount(size, most);
    MemoryNeed table =
        new MemoryNeed(
            NUMBER * n * (n <= RowSpace.EXACT_ROWS ? n + size.trainingRows() + k : 2 * k),
            (NUMBER + Float.BYTES) * n * k);
    MemoryNeed vectors = vectors(size, k);
    return new MemoryNeed(
        Math.max(vectors.nativeBytes(), table.nativeBytes()),
        vectors.heapBytes() + table.heapBytes() + cells(size).heapBytes());
  }

  /** The stored cells of all rows, by row and by column, where they are read and not tiles. */
  private static MemoryNeed cells(WideSize size) {
    return size.sparse() && SparseProducts.read(size.stored(), size.rows(), size.columns())
        ? new MemoryNeed(0, SparseRows.CELL_BYTES * size.stored())
        : MemoryNeed.NONE;
  }

  /** How many coordinates there are at most. */
  static long coordinateCount(WideSize size, long most) {
    long known = Math.min(most, size.trainingRows());
    return size.rows() <= RowSpace.EXACT_ROWS
        ? known
        : Math.min(known, PrincipalCoordinates.mostApproximate(size.sparse()));
  }

  /** The first k left vectors of the training rows, with the inner products of all rows. */
  private static MemoryNeed vectors(WideSize size, long k) {
    long n = size.rows();
    long m = size.trainingRows();
    if (n > RowSpace.EXACT_ROWS) {
      long width = k + LeftVectors.OVERSAMPLING;
      long sums = TileProducts.parts(n, size.columns(), width) * Float.BYTES * n * width;
      return new MemoryNeed(sums + SKETCHES * NUMBER * n * width, 2 * NUMBER * n * width);
    }
    long sums = RowProducts.parts(n, size.columns()) * NUMBER * n * n;
    return new MemoryNeed(
        Math.max(sums, DECOMPOSITION * NUMBER * m * m), NUMBER * (n * n + CHOSEN * m * m + m * k));
  }

  /** [n, k], once summed and once kept, and in float64 while their mean and deviation are taken. */
  private static MemoryNeed scores(WideSize size, long k) {
    return new MemoryNeed(2 * Float.BYTES * size.rows() * k, NUMBER * size.trainingRows() * k);
  }

  /** A figure a column, one of the label in hand, and the number by which columns are ordered. */
  private static MemoryNeed chosen(long columns) {
    return new MemoryNeed(0, (2 * NUMBER + Long.BYTES) * columns);
  }
}
