package org.interfuse.proof;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.interfuse.modality.ColumnGroups;
import org.interfuse.modality.SparseMatrix;
import org.interfuse.modality.WideMatrix;
import org.interfuse.preprocessing.FeatureShape;
import org.interfuse.preprocessing.WideFeatures;
import org.interfuse.target.Target;
import org.interfuse.target.TargetType;
import org.interfuse.tensor.Seed;

/**
 * Columns that are read in tiles, or by their stored cells. Figures are exact in float32: counts,
 * brought to quarters.
 *
 * @param cells [n][p], NaN where missing
 */
record WideColumns(Source source, double[][] cells) {
  static final int ROWS = 24;
  static final int COLUMNS = 30;
  private static final float CENTRE = 0.75f;
  private static final float SCALE = 0.5f;
  private static final int STORED_OF_TEN = 3;

  /** How columns are kept. */
  enum Source {
    TILES("tiles"),
    SPARSE("sparse rows");

    private final String text;

    Source(String text) {
      this.text = text;
    }

    /** Where a figure arose. */
    String text() {
      return text;
    }
  }

  static WideColumns random(Source source, Seed seed) {
    SplittableRandom random = seed.random();
    double[][] cells = new double[ROWS][COLUMNS];
    for (double[] row : cells) {
      Arrays.setAll(row, j -> cell(source, random));
      row[random.nextInt(COLUMNS)] = 2;
    }
    return new WideColumns(source, cells);
  }

  private static double cell(Source source, SplittableRandom random) {
    int count = random.nextInt(3);
    if (source == Source.SPARSE) {
      return random.nextInt(10) < STORED_OF_TEN ? count + 1 : 0;
    }
    return random.nextInt(20) == 0 ? Double.NaN : count;
  }

  /**
   * The same but for some rows, which hold what nobody may look at: finite, as whoever decodes
   * asks, and so large that a product in float32 overflows.
   */
  WideColumns spoilt(int... rows) {
    double[][] spoilt = Arrays.stream(cells).map(double[]::clone).toArray(double[][]::new);
    for (int row : rows) {
      Arrays.fill(spoilt[row], row % 2 == 0 ? 1e6 : 1e30);
    }
    return new WideColumns(source, spoilt);
  }

  /** What the cells stand for. */
  double[][] scaled() {
    double centre = source == Source.SPARSE ? 0 : CENTRE;
    return Arrays.stream(cells)
        .map(
            row ->
                Arrays.stream(row)
                    .map(cell -> Double.isNaN(cell) ? 0 : (cell - centre) * SCALE)
                    .toArray())
        .toArray(double[][]::new);
  }

  /** Five groups that overlap; the last columns are in none. */
  static FeatureShape shape() {
    List<String> names = new ArrayList<>();
    IntStream.range(0, COLUMNS).forEach(j -> names.add("column" + j));
    int[] groups = IntStream.range(0, 30).map(i -> i / 6).toArray();
    int[] columns = IntStream.range(0, 30).map(i -> i / 6 * 5 + i % 6).toArray();
    ColumnGroups five = new ColumnGroups(List.of("a", "b", "c", "d", "e"), columns, groups);
    return FeatureShape.ofWide(names, five);
  }

  /** New ones of the same cells. */
  WideFeatures features() {
    float[] scale = new float[COLUMNS];
    Arrays.fill(scale, SCALE);
    if (source == Source.SPARSE) {
      return WideFeatures.uncentred(new Stored(cells), shape(), false, scale, this);
    }
    float[] centre = new float[COLUMNS];
    Arrays.fill(centre, CENTRE);
    return new WideFeatures(new Matrix(cells), shape(), false, centre, scale, this);
  }

  /** Two classes that go with the first columns. */
  Target.Classification classes() {
    double[][] x = scaled();
    int[] labels = new int[cells.length];
    Arrays.setAll(labels, i -> x[i][0] + x[i][1] + x[i][2] > 0.2 ? 1 : 0);
    labels[0] = 0;
    labels[1] = 1;
    return new Target.Classification(
        Target.schema("y", TargetType.CLASSIFICATION, "no", "yes"), labels);
  }

  private static class Matrix implements WideMatrix {
    final double[][] cells;

    Matrix(double[][] cells) {
      this.cells = cells;
    }

    @Override
    public int rows() {
      return cells.length;
    }

    @Override
    public int columns() {
      return COLUMNS;
    }

    @Override
    public long bytes() {
      return (long) cells.length * COLUMNS * Double.BYTES;
    }

    @Override
    public void read(int[] rows, int from, int to, ByteBuffer tile) {
      int at = 0;
      for (int row : rows) {
        for (int j = from; j < to; j++) {
          tile.putFloat(at, (float) cells[row][j]);
          at += Float.BYTES;
        }
      }
    }
  }

  private static final class Stored extends Matrix implements SparseMatrix {
    Stored(double[][] cells) {
      super(cells);
    }

    @Override
    public long stored() {
      return IntStream.range(0, rows()).mapToLong(this::stored).sum();
    }

    @Override
    public int stored(int row) {
      return (int) Arrays.stream(cells[row]).filter(cell -> cell != 0).count();
    }

    @Override
    public int read(int row, int[] into, float[] values, int at) {
      int count = 0;
      for (int j = 0; j < COLUMNS; j++) {
        if (cells[row][j] != 0) {
          into[at + count] = j;
          values[at + count++] = (float) cells[row][j];
        }
      }
      return count;
    }
  }
}
