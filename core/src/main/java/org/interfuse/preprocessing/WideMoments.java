package org.interfuse.preprocessing;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.IntStream;
import org.interfuse.finding.FindingsException;
import org.interfuse.modality.CellRules;
import org.interfuse.modality.SparseMatrix;
import org.interfuse.modality.WideMatrix;

/**
 * Figures of every column of a wide matrix over some rows, in one pass over its tiles; a tile holds
 * all these rows, so that deviations are about the mean and not differences of sums. Of a sparse
 * matrix only what is stored is read, twice.
 *
 * @param mean over the cells that are there; 0 where none is
 * @param deviation standard deviation (divisor n) over them
 * @param missing share of the rows
 * @param nonZero share of the rows that are there and not 0
 */
record WideMoments(double[] mean, double[] deviation, float[] missing, float[] nonZero) {
  private static final int TILE_CELLS = 1 << 20;

  /**
   * Of some rows.
   *
   * @throws FindingsException if a cell of theirs breaks a rule of {@link CellRules}
   */
  static WideMoments of(WideMatrix matrix, int[] rows, boolean logarithm) {
    int p = matrix.columns();
    WideMoments moments = new WideMoments(new double[p], new double[p], new float[p], new float[p]);
    if (matrix instanceof SparseMatrix sparse) {
      moments.fillStored(sparse, rows, logarithm);
      return moments;
    }
    int multiple = matrix.tileMultiple();
    int width = Math.max(multiple, TILE_CELLS / Math.max(1, rows.length) / multiple * multiple);
    int tiles = (int) ((p + (long) width - 1) / width);
    int workers = Math.min(tiles, Runtime.getRuntime().availableProcessors());
    Optional<Failure> first =
        IntStream.range(0, workers)
            .parallel()
            .mapToObj(worker -> every(workers, worker, width, matrix, rows, logarithm, moments))
            .flatMap(Optional::stream)
            .min(Comparator.comparingInt(Failure::from));
    if (first.isPresent()) {
      throw first.get().why();
    }
    return moments;
  }

  /** Of the columns from one on, why they cannot be. */
  private record Failure(int from, FindingsException why) {}

  /** Fills every tile of a worker's, up to the first that cannot be. */
  private static Optional<Failure> every(
      int workers,
      int worker,
      int width,
      WideMatrix matrix,
      int[] rows,
      boolean logarithm,
      WideMoments moments) {
    int p = matrix.columns();
    Tile tile = new Tile(matrix, rows, Math.min(p, width), logarithm);
    for (long from = (long) worker * width; from < p; from += (long) workers * width) {
      try {
        tile.fill(moments, (int) from, (int) Math.min(p, from + width));
      } catch (FindingsException e) {
        return Optional.of(new Failure((int) from, e));
      }
    }
    return Optional.empty();
  }

  /** The rows of some columns, decoded; one for each thread. */
  private static final class Tile {
    private final WideMatrix matrix;
    private final int[] rows;
    private final boolean logarithm;
    private final ByteBuffer decoded;
    private final float[] values;

    Tile(WideMatrix matrix, int[] rows, int width, boolean logarithm) {
      this.matrix = matrix;
      this.rows = rows;
      this.logarithm = logarithm;
      values = new float[Math.multiplyExact(rows.length, width)];
      decoded =
          ByteBuffer.allocateDirect(Math.multiplyExact(values.length, Float.BYTES))
              .order(ByteOrder.nativeOrder());
    }

    void fill(WideMoments moments, int from, int to) {
      int width = to - from;
      matrix.read(rows, from, to, decoded);
      CellRules.require(matrix, rows, from, to, decoded, logarithm);
      decoded.asFloatBuffer().get(0, values, 0, rows.length * width);
      double[] sums = new double[width];
      int[] there = new int[width];
      int[] nonZero = new int[width];
      for (int i = 0; i < rows.length; i++) {
        for (int j = 0; j < width; j++) {
          float value = values[i * width + j];
          if (logarithm) {
            value = (float) Math.log1p(value);
            values[i * width + j] = value;
          }
          if (!Float.isNaN(value)) {
            sums[j] += value;
            there[j]++;
            nonZero[j] += value == 0 ? 0 : 1;
          }
        }
      }
      for (int j = 0; j < width; j++) {
        moments.mean[from + j] = sums[j] / Math.max(1, there[j]);
        moments.missing[from + j] = 1 - (float) there[j] / rows.length;
        moments.nonZero[from + j] = (float) nonZero[j] / rows.length;
      }
      deviations(moments, from, width, there);
    }

    private void deviations(WideMoments moments, int from, int width, int[] there) {
      double[] squares = new double[width];
      for (int i = 0; i < rows.length; i++) {
        for (int j = 0; j < width; j++) {
          double difference = values[i * width + j] - moments.mean[from + j];
          squares[j] += Double.isNaN(difference) ? 0 : difference * difference;
        }
      }
      for (int j = 0; j < width; j++) {
        moments.deviation[from + j] = Math.sqrt(squares[j] / Math.max(1, there[j]));
      }
    }
  }

  /** Cells that are not stored are 0: Σ (x − m)² = Σ over stored (x − m)² + (n − stored) m². */
  private void fillStored(SparseMatrix matrix, int[] rows, boolean logarithm) {
    int[] stored = new int[mean.length];
    eachStored(
        matrix,
        rows,
        logarithm,
        (column, value) -> {
          mean[column] += value;
          stored[column]++;
          nonZero[column] += value == 0 ? 0 : 1;
        });
    int n = rows.length;
    for (int j = 0; j < mean.length; j++) {
      mean[j] /= n;
      nonZero[j] /= n;
    }
    eachStored(
        matrix,
        rows,
        logarithm,
        (column, value) -> {
          double difference = value - mean[column];
          deviation[column] += difference * difference;
        });
    for (int j = 0; j < mean.length; j++) {
      deviation[j] = Math.sqrt((deviation[j] + (n - stored[j]) * mean[j] * mean[j]) / n);
    }
  }

  private interface Cell {
    void at(int column, float value);
  }

  private static void eachStored(SparseMatrix matrix, int[] rows, boolean logarithm, Cell cell) {
    int most = IntStream.of(rows).map(matrix::stored).max().orElse(0);
    int[] columns = new int[most];
    float[] values = new float[most];
    for (int row : rows) {
      int count = matrix.read(row, columns, values, 0);
      for (int k = 0; k < count; k++) {
        CellRules.require(matrix, row, columns[k], values[k], logarithm);
        cell.at(columns[k], logarithm ? (float) Math.log1p(values[k]) : values[k]);
      }
    }
  }
}
