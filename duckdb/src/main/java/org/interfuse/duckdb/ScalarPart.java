package org.interfuse.duckdb;

import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import org.duckdb.DuckDBReadableVector;
import org.interfuse.source.text.MissingCodes;

/** Columns of one number a row, turned from columns to rows in tiles that fit in a cache. */
final class ScalarPart implements RowPart {
  private static final int MOST_ROWS = 64;
  private static final int MOST_NUMBERS = 1 << 22;

  private final DuckChunks chunks;
  private final List<DuckColumn> columns;
  private final int[] places;
  private final MissingCodes missing;
  private final int tileRows;
  private final float[] tile;
  private DuckDBReadableVector[] vectors = new DuckDBReadableVector[0];
  private int chunkRows;
  private int row;

  /**
   * @param places per column where in a row its number goes
   */
  ScalarPart(
      DuckDatabase database,
      String relation,
      List<DuckColumn> columns,
      int[] places,
      MissingCodes missing)
      throws SQLException {
    this.columns = columns;
    this.places = places;
    this.missing = missing;
    this.tileRows = Math.max(1, Math.min(MOST_ROWS, MOST_NUMBERS / columns.size()));
    this.tile = new float[Math.multiplyExact(tileRows, columns.size())];
    this.chunks =
        database.chunks(
            columns.stream()
                .map(DuckColumn::number)
                .collect(Collectors.joining(", ", "SELECT ", " FROM " + relation)));
  }

  @Override
  public void next(float[] values) {
    if (row == chunkRows) {
      vectors = chunks.next();
      chunkRows = (int) vectors[0].rowCount();
      row = 0;
    }
    if (row % tileRows == 0) {
      fill(Math.min(tileRows, chunkRows - row));
    }
    int from = row++ % tileRows * places.length;
    for (int j = 0; j < places.length; j++) {
      values[places[j]] = tile[from + j];
    }
  }

  private void fill(int count) {
    for (int j = 0; j < vectors.length; j++) {
      boolean isFloat = columns.get(j).isFloat();
      NumberVector.copy(vectors[j], isFloat, missing, row, count, tile, j, vectors.length);
    }
  }

  @Override
  public void close() throws SQLException {
    chunks.close();
  }
}
