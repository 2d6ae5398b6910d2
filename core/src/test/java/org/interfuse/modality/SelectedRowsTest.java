package org.interfuse.modality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Rows of a matrix as a matrix of their own. */
final class SelectedRowsTest {
  private static final float[][] CELLS = {{0, 1, 0, 2}, {3, 0, 0, 0}, {0, 4, 5, 6}};

  @Test
  void areReadInTheOrderGiven() {
    WideMatrix rows = WideCells.matrix(CELLS).rows(new int[] {2, 0, 2});

    assertThat(rows.rows()).isEqualTo(3);
    assertThat(rows.columns()).isEqualTo(4);
    assertThat(WideCells.of(rows)).isDeepEqualTo(new float[][] {CELLS[2], CELLS[0], CELLS[2]});
    assertThat(WideCells.of(rows.select(new int[] {3, 1})))
        .isDeepEqualTo(new float[][] {{6, 4}, {2, 1}, {6, 4}});
  }

  @Test
  void ofSparseRowsAreSparse() {
    SparseMatrix rows = (SparseMatrix) new Sparse().rows(new int[] {2, 1});
    int[] columns = new int[4];
    float[] values = new float[4];

    assertThat(rows.stored()).isEqualTo(4);
    assertThat(rows.stored(1)).isEqualTo(1);
    assertThat(rows.read(0, columns, values, 1)).isEqualTo(3);
    assertThat(columns).containsExactly(0, 1, 2, 3);
    assertThat(values).containsExactly(0, 4, 5, 6);
    assertThat(WideCells.of(rows.select(new int[] {2}))).isDeepEqualTo(new float[][] {{5}, {0}});
  }

  @Test
  void thatDoNotExistAreRefused() {
    WideMatrix matrix = WideCells.matrix(CELLS);

    assertThatThrownBy(() -> matrix.rows(new int[] {0, 3}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("rows: expected 0 ≤ row < 3, but one is 3");
  }

  private static final class Sparse implements SparseMatrix {
    @Override
    public int rows() {
      return CELLS.length;
    }

    @Override
    public int columns() {
      return 4;
    }

    @Override
    public long bytes() {
      return 48;
    }

    @Override
    public long stored() {
      return 6;
    }

    @Override
    public int stored(int row) {
      int count = 0;
      for (float cell : CELLS[row]) {
        count += cell != 0 ? 1 : 0;
      }
      return count;
    }

    @Override
    public int read(int row, int[] columns, float[] values, int at) {
      int count = 0;
      for (int j = 0; j < 4; j++) {
        if (CELLS[row][j] != 0) {
          columns[at + count] = j;
          values[at + count++] = CELLS[row][j];
        }
      }
      return count;
    }

    @Override
    public void read(int[] rows, int from, int to, ByteBuffer tile) {
      for (int i = 0; i < rows.length; i++) {
        for (int j = from; j < to; j++) {
          tile.putFloat((i * (to - from) + j - from) * Float.BYTES, CELLS[rows[i]][j]);
        }
      }
    }

    @Override
    public WideMatrix select(int[] columns) {
      throw new AssertionError(
          "columns of all rows are copied for a few: " + Arrays.toString(columns));
    }
  }
}
