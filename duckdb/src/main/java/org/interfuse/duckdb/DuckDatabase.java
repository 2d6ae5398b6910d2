package org.interfuse.duckdb;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBPreparedStatement;

/**
 * One connection to a database in memory that can read the files it was opened for and nothing
 * else: no other file, no network, no extension; nothing is ever written to a disk. Not
 * thread-safe.
 */
final class DuckDatabase implements AutoCloseable {
  private static final long LEAST_MEMORY = 1L << 30;

  private final DuckDBConnection connection;

  private DuckDatabase(DuckDBConnection connection) {
    this.connection = connection;
  }

  /** Opens a database, or another connection to one; the caller closes it. */
  @FunctionalInterface
  interface Opener {
    DuckDatabase open() throws SQLException;
  }

  /** A database that reads these files only. */
  static DuckDatabase ofFiles(List<Path> files, int threads) throws SQLException {
    return open("allowed_paths", files, threads);
  }

  /** A database that reads what lies in these folders, at any depth. */
  static DuckDatabase ofFolders(List<Path> folders, int threads) throws SQLException {
    return open("allowed_directories", folders, threads);
  }

  private static DuckDatabase open(String setting, List<Path> paths, int threads)
      throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("threads", String.valueOf(threads));
    properties.setProperty("memory_limit", memory() + "B");
    properties.setProperty("temp_directory", "");
    properties.setProperty("autoload_known_extensions", "false");
    properties.setProperty("autoinstall_known_extensions", "false");
    DuckDatabase database =
        new DuckDatabase(
            (DuckDBConnection) DriverManager.getConnection("jdbc:duckdb:", properties));
    try {
      String list = paths.stream().map(DuckDatabase::literal).collect(Collectors.joining(", "));
      database.execute("SET %s = [%s]".formatted(setting, list));
      database.execute("SET enable_external_access = false");
      database.execute("SET lock_configuration = true");
      return database;
    } catch (SQLException | RuntimeException e) {
      database.close();
      throw e;
    }
  }

  /** Half as much as the Java heap may have, at least a gigabyte. */
  private static long memory() {
    return Math.max(LEAST_MEMORY, Runtime.getRuntime().maxMemory() / 2);
  }

  /** Threads that read files: as many as there are processors, up to four. */
  static int threads() {
    return Math.min(4, Runtime.getRuntime().availableProcessors());
  }

  /** Another connection to the same database. */
  DuckDatabase again() throws SQLException {
    return new DuckDatabase((DuckDBConnection) connection.duplicate());
  }

  void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** The rows of a small result, each cell as text; empty for null. */
  List<List<String>> rows(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      int columns = result.getMetaData().getColumnCount();
      List<List<String>> rows = new ArrayList<>();
      while (result.next()) {
        List<String> row = new ArrayList<>(columns);
        for (int column = 1; column <= columns; column++) {
          String text = result.getString(column);
          row.add(text == null ? "" : text);
        }
        rows.add(row);
      }
      return rows;
    }
  }

  /** A large result, chunk by chunk. */
  DuckChunks chunks(String sql) throws SQLException {
    DuckDBPreparedStatement statement = (DuckDBPreparedStatement) connection.prepareStatement(sql);
    try {
      return new DuckChunks(statement, statement.query());
    } catch (SQLException | RuntimeException e) {
      statement.close();
      throw e;
    }
  }

  /** An absolute path as DuckDB writes it. */
  static String text(Path path) {
    return path.toAbsolutePath().normalize().toString().replace('\\', '/');
  }

  /** A path as SQL text. */
  static String literal(Path path) {
    return literal(text(path));
  }

  /** Text as SQL text. */
  static String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  /** A name as SQL identifier. */
  static String identifier(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
