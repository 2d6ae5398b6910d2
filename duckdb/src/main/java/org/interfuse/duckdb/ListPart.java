package org.interfuse.duckdb;

import java.sql.SQLException;
import org.duckdb.DuckDBReadableVector;
import org.interfuse.source.text.MissingCodes;

/** A column of lists of one length, read as one long column of their elements. */
final class ListPart implements RowPart {
  private final DuckChunks chunks;
  private final boolean isFloat;
  private final MissingCodes missing;
  private final int[] elements;
  private final int[] places;
  private final float[] list;
  private DuckDBReadableVector[] vectors = new DuckDBReadableVector[0];
  private int chunkRows;
  private int position;

  /**
   * @param list SQL of the lists, each of {@code width} elements, none missing
   * @param elements which of them are wanted, from 0
   * @param places where in a row each of those goes
   */
  ListPart(
      DuckDatabase database,
      String relation,
      String list,
      boolean isFloat,
      int width,
      int[] elements,
      int[] places,
      MissingCodes missing)
      throws SQLException {
    this.isFloat = isFloat;
    this.missing = missing;
    this.elements = elements;
    this.places = places;
    this.list = new float[width];
    this.chunks = database.chunks("SELECT unnest(%s) FROM %s".formatted(list, relation));
  }

  @Override
  public void next(float[] values) {
    int filled = 0;
    while (filled < list.length) {
      if (position == chunkRows) {
        vectors = chunks.next();
        chunkRows = (int) vectors[0].rowCount();
        position = 0;
      }
      int count = Math.min(chunkRows - position, list.length - filled);
      NumberVector.copy(vectors[0], isFloat, missing, position, count, list, filled, 1);
      filled += count;
      position += count;
    }
    for (int j = 0; j < places.length; j++) {
      values[places[j]] = list[elements[j]];
    }
  }

  @Override
  public void close() throws SQLException {
    chunks.close();
  }
}
