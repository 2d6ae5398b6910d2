package org.interfuse.encoder.wide;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.interfuse.modality.SparseMatrix;

/** A sparse matrix over an array, which remembers whether it was read in tiles. */
final class FewCells implements SparseMatrix {
  private final float[][] cells;
  private volatile boolean readInTiles;

  private FewCells(float[][] cells) {
    this.cells = cells;
  }

  /** Of rows of equal length, whose zeros are not stored. */
  static FewCells of(double[][] rows) {
    float[][] cells = new float[rows.length][rows[0].length];
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < cells[i].length; j++) {
        cells[i][j] = (float) rows[i][j];
      }
    }
    return new FewCells(cells);
  }

  /** One cell in twenty, 1 to 3, of every row; a column occurs in few of the rows or none. */
  static FewCells scattered(int rows, int columns) {
    double[][] cells = new double[rows][columns];
    for (int i = 0; i < rows; i++) {
      int own = 7 * i;
      Arrays.setAll(cells[i], j -> (own + j) % 20 == 0 ? 1 + (own + j) / 20 % 3 : 0);
    }
    return of(cells);
  }

  boolean readInTiles() {
    return readInTiles;
  }

  /** Whether a column has a cell. */
  boolean occurs(int column) {
    return Arrays.stream(cells).anyMatch(row -> row[column] != 0);
  }

  @Override
  public int rows() {
    return cells.length;
  }

  @Override
  public int columns() {
    return cells[0].length;
  }

  @Override
  public long bytes() {
    return 8 * stored();
  }

  @Override
  public long stored() {
    return IntStream.range(0, rows()).mapToLong(this::stored).sum();
  }

  @Override
  public int stored(int row) {
    return (int) IntStream.range(0, columns()).filter(j -> cells[row][j] != 0).count();
  }

  @Override
  public int read(int row, int[] into, float[] values, int at) {
    int count = 0;
    for (int j = 0; j < columns(); j++) {
      if (cells[row][j] != 0) {
        into[at + count] = j;
        values[at + count++] = cells[row][j];
      }
    }
    return count;
  }

  @Override
  public void read(int[] rows, int from, int to, ByteBuffer tile) {
    readInTiles = true;
    int at = 0;
    for (int row : rows) {
      for (int j = from; j < to; j++, at += Float.BYTES) {
        tile.putFloat(at, cells[row][j]);
      }
    }
  }
}
