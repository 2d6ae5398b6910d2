package org.interfuse.study;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.interfuse.study.Written.Items;
import org.interfuse.study.Written.Keys;
import org.interfuse.study.Written.Scalar;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Turns written values, and trees of plain maps, lists and values, into JSON. */
final class PlainTree {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private PlainTree() {}

  /** What a person wrote, without places. */
  static JsonNode json(Written written) {
    if (written instanceof Keys keys) {
      ObjectNode node = JSON.objectNode();
      keys.entries().forEach((key, value) -> node.set(key, json(value)));
      return node;
    }
    if (written instanceof Items items) {
      ArrayNode node = JSON.arrayNode();
      items.items().forEach(item -> node.add(json(item)));
      return node;
    }
    return json((Scalar) written);
  }

  private static JsonNode json(Scalar scalar) {
    return switch (scalar.kind()) {
      case NOTHING -> JSON.nullNode();
      case TEXT -> JSON.stringNode(scalar.text());
      case BOOLEAN -> JSON.booleanNode(scalar.text().equalsIgnoreCase("true"));
      case WHOLE -> whole(scalar.text());
      case NUMBER -> number(scalar.text());
    };
  }

  private static JsonNode whole(String text) {
    try {
      return JSON.numberNode(Scalars.whole(text));
    } catch (ArithmeticException | NumberFormatException tooLarge) {
      return text.startsWith("0")
          ? JSON.stringNode(text)
          : JSON.numberNode(new BigInteger(text.replace("+", "")));
    }
  }

  private static JsonNode number(String text) {
    double number = Scalars.number(text);
    return Double.isFinite(number) ? JSON.numberNode(number) : JSON.stringNode(text);
  }

  /** A tree of maps, lists, texts, numbers, truth values and null. */
  static JsonNode json(@Nullable Object plain) {
    if (plain instanceof Map<?, ?> map) {
      ObjectNode node = JSON.objectNode();
      map.forEach((key, value) -> node.set(String.valueOf(key), json(value)));
      return node;
    }
    if (plain instanceof List<?> list) {
      ArrayNode node = JSON.arrayNode();
      list.forEach(item -> node.add(json(item)));
      return node;
    }
    if (plain instanceof Boolean truth) {
      return JSON.booleanNode(truth);
    }
    if (plain instanceof Integer || plain instanceof Long) {
      return JSON.numberNode(((Number) plain).longValue());
    }
    if (plain instanceof Number number) {
      return JSON.numberNode(number.doubleValue());
    }
    return plain == null ? JSON.nullNode() : JSON.stringNode(plain.toString());
  }
}
