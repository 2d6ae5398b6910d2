package org.interfuse.duckdb;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.interfuse.source.IdSpec;
import org.interfuse.source.RowPolicy;
import org.interfuse.source.TableSource;

/** Writes files with a DuckDB that may do everything, and sources as studies write them. */
final class Duck {
  private Duck() {}

  /** The result of a query in a file, Parquet or JSON by its ending. */
  static void write(Path file, String query) {
    String format = file.toString().endsWith(".json") ? "JSON, ARRAY true" : "PARQUET";
    run("COPY (%s) TO '%s' (FORMAT %s)".formatted(query, file, format));
  }

  static void run(String sql) {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  static TableSource table(String path) {
    return new TableSource(
        List.of(path),
        true,
        "auto",
        List.of(),
        new IdSpec(),
        RowPolicy.ONE,
        List.of(),
        List.of(),
        List.of(),
        List.of());
  }

  static ParquetSource parquet(String path) {
    return parquet(path, "", List.of());
  }

  static ParquetSource parquet(String path, String names, List<String> missing) {
    return new ParquetSource(
        List.of(path),
        names,
        missing,
        new IdSpec(),
        RowPolicy.ONE,
        List.of(),
        List.of(),
        List.of(),
        List.of());
  }

  static JsonSource json(String path) {
    return new JsonSource(
        List.of(path),
        "",
        List.of(),
        new IdSpec(),
        RowPolicy.ONE,
        List.of(),
        List.of(),
        List.of(),
        List.of());
  }

  static SqlSource sql(String query, String... folders) {
    return new SqlSource(
        query,
        List.of(folders),
        "",
        List.of(),
        new IdSpec(),
        RowPolicy.ONE,
        List.of(),
        List.of(),
        List.of(),
        List.of());
  }
}
