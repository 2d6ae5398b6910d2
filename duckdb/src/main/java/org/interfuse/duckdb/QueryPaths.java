package org.interfuse.duckdb;

import java.nio.file.Path;
import java.sql.SQLException;
import org.interfuse.finding.Finding;
import org.interfuse.finding.FindingsException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes the relative paths of a query relative to a folder. DuckDB parses the query, so that a path
 * is known by its place ({@code FROM 'FILE'}, {@code read_csv('FILE')}), and takes exactly one
 * SELECT for one.
 */
final class QueryPaths {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final String where;
  private final Path folder;

  /**
   * @param where how messages name the query
   */
  QueryPaths(String where, Path folder) {
    this.where = where;
    this.folder = folder;
  }

  /**
   * The query with absolute paths.
   *
   * @throws FindingsException if it is not one SELECT
   */
  String resolve(String query, DuckDatabase database) throws SQLException {
    JsonNode tree =
        JSON.readTree(
            database
                .rows("SELECT json_serialize_sql(%s)".formatted(DuckDatabase.literal(query)))
                .get(0)
                .get(0));
    if (tree.path("error").asBoolean()) {
      throw wrong("'" + tree.path("error_message").asString() + "'");
    }
    if (tree.path("statements").size() != 1) {
      throw wrong(tree.path("statements").size() + " statements");
    }
    visit(tree, false);
    String text = DuckDatabase.literal(JSON.writeValueAsString(tree));
    return database.rows("SELECT json_deserialize_sql(%s)".formatted(text)).get(0).get(0);
  }

  private FindingsException wrong(String found) {
    return new FindingsException(
        Finding.of(where, "a query must be one SELECT in the SQL of DuckDB", found));
  }

  /**
   * @param paths whether constants here are paths: below the arguments of a function that reads
   */
  private void visit(JsonNode node, boolean paths) {
    if (node instanceof ArrayNode list) {
      list.forEach(each -> visit(each, paths));
    } else if (node instanceof ObjectNode object) {
      visitObject(object, paths);
    }
  }

  private void visitObject(ObjectNode object, boolean paths) {
    String type = object.path("type").asString("");
    if (type.equals("BASE_TABLE")) {
      table(object);
    } else if (type.equals("VALUE_CONSTANT") && paths) {
      constant(object);
    }
    String function = object.path("function_name").asString("");
    boolean reads = function.startsWith("read_") || function.equals("parquet_scan");
    boolean options = type.equals("COMPARE_EQUAL"); // read_csv(…, header = true)
    object
        .properties()
        .forEach(
            entry -> {
              boolean arguments = entry.getKey().equals("arguments");
              visit(entry.getValue(), !options && (paths || (reads && arguments)));
            });
  }

  private void table(ObjectNode table) {
    String name = table.path("table_name").asString("");
    if (isFile(name) && table.path("schema_name").asString("").isEmpty()) {
      table.put("table_name", absolute(name));
      if (table.path("qualified_name").path("path") instanceof ArrayNode path && path.size() == 1) {
        path.set(0, absolute(name));
      }
    }
  }

  private void constant(ObjectNode constant) {
    if (constant.path("literal") instanceof ObjectNode literal
        && literal.path("kind").asString("").equals("STRING")) {
      literal.put("text", absolute(literal.path("text").asString("")));
    }
  }

  /** A table's name with a point is a file; a common table expression's hardly has one. */
  private static boolean isFile(String name) {
    return name.indexOf('.') >= 0;
  }

  private String absolute(String path) {
    boolean whole = path.startsWith("/") || path.contains(":");
    return whole ? path : DuckDatabase.text(folder) + "/" + path;
  }
}
