package org.interfuse.duckdb;

import java.sql.SQLException;

/** Some of the numbers of a row, row after row. */
interface RowPart extends AutoCloseable {
  /** Writes its numbers of the next row to their places. */
  void next(float[] row);

  @Override
  void close() throws SQLException;
}
