package org.interfuse.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** Reads a tree in which anything may be absent. */
final class Nodes {
  private Nodes() {}

  /** A figure; NaN where it is absent, null or no number. */
  static double figure(JsonNode node, String key) {
    return figure(node.path(key));
  }

  static double figure(JsonNode node) {
    return node.isNumber() ? node.doubleValue() : Double.NaN;
  }

  /** A figure and the ends of its interval, as far as there are some. */
  static DoubleStream ends(JsonNode node) {
    return DoubleStream.of(figure(node, "value"), figure(node, "lower"), figure(node, "upper"))
        .filter(Double::isFinite);
  }

  /** A text; empty where it is absent. */
  static String text(JsonNode node, String key) {
    return text(node.path(key));
  }

  /** A scalar as text; empty where there is none. */
  static String text(JsonNode node) {
    return node.isValueNode() && !node.isNull() ? node.asString() : "";
  }

  /** A whole number; {@code otherwise} where it is absent. */
  static int count(JsonNode node, String key, int otherwise) {
    return node.path(key).isNumber() ? node.path(key).intValue() : otherwise;
  }

  static double[] figures(JsonNode array) {
    return list(array).stream().mapToDouble(Nodes::figure).toArray();
  }

  static List<String> texts(JsonNode array) {
    return list(array).stream().map(Nodes::text).toList();
  }

  static List<JsonNode> list(JsonNode array) {
    return array.isArray()
        ? StreamSupport.stream(array.spliterator(), false).toList()
        : new ArrayList<>();
  }

  /** {@code practically_equal} for people: {@code practically equal}. */
  static String words(String constant) {
    return constant.replace('_', ' ');
  }
}
