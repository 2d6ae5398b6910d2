package org.interfuse.duckdb;

import java.sql.SQLException;
import java.util.NoSuchElementException;
import org.duckdb.DuckDBChunkedResult;
import org.duckdb.DuckDBDataChunkReader;
import org.duckdb.DuckDBPreparedStatement;
import org.duckdb.DuckDBReadableVector;

/** A result as DuckDB holds it: chunks of up to 2,048 rows, a vector of primitives a column. */
final class DuckChunks implements AutoCloseable {
  private final DuckDBPreparedStatement statement;
  private final DuckDBChunkedResult result;

  DuckChunks(DuckDBPreparedStatement statement, DuckDBChunkedResult result) {
    this.statement = statement;
    this.result = result;
  }

  /**
   * The vectors of the next chunk that has rows, one a column.
   *
   * @throws NoSuchElementException behind the last
   */
  DuckDBReadableVector[] next() {
    while (result.nextChunk()) {
      DuckDBDataChunkReader chunk = result.chunk();
      if (chunk.rowCount() > 0) {
        DuckDBReadableVector[] vectors = new DuckDBReadableVector[(int) chunk.columnCount()];
        for (int column = 0; column < vectors.length; column++) {
          vectors[column] = chunk.vector(column);
        }
        return vectors;
      }
    }
    throw new NoSuchElementException();
  }

  @Override
  public void close() throws SQLException {
    try (statement) {
      result.close();
    }
  }
}
