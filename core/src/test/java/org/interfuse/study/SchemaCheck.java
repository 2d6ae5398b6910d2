package org.interfuse.study;

import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** Validates against the part of JSON Schema 2020-12 that a study's schema uses; all else fails. */
final class SchemaCheck {
  private static final List<String> KNOWN =
      List.of(
          "$schema",
          "$defs",
          "$ref",
          "title",
          "description",
          "default",
          "type",
          "const",
          "enum",
          "properties",
          "additionalProperties",
          "required",
          "items",
          "minItems",
          "minProperties",
          "minimum",
          "oneOf",
          "anyOf");

  private final JsonNode root;

  SchemaCheck(JsonNode root) {
    this.root = root;
  }

  boolean valid(JsonNode value) {
    return valid(value, root);
  }

  private boolean valid(JsonNode value, JsonNode schema) {
    if (schema.isBoolean()) {
      return schema.asBoolean();
    }
    for (Map.Entry<String, JsonNode> entry : schema.properties()) {
      if (!KNOWN.contains(entry.getKey())) {
        throw new IllegalStateException("unknown keyword " + entry.getKey());
      }
      if (!holds(entry.getKey(), entry.getValue(), value, schema)) {
        return false;
      }
    }
    return true;
  }

  private boolean holds(String keyword, JsonNode rule, JsonNode value, JsonNode schema) {
    return switch (keyword) {
      case "$ref" -> valid(value, root.at(rule.asString().substring(1)));
      case "type" -> rule.isArray() ? any(rule, value) : isType(rule.asString(), value);
      case "const" -> same(rule, value);
      case "enum" -> stream(rule).anyMatch(choice -> same(choice, value));
      case "oneOf" -> stream(rule).filter(choice -> valid(value, choice)).count() == 1;
      case "anyOf" -> stream(rule).anyMatch(choice -> valid(value, choice));
      case "items" -> !value.isArray() || stream(value).allMatch(item -> valid(item, rule));
      case "minItems", "minProperties" -> value.size() >= rule.asInt();
      case "minimum" -> !value.isNumber() || value.asDouble() >= rule.asDouble();
      case "required" ->
          !value.isObject() || stream(rule).allMatch(key -> value.has(key.asString()));
      case "properties" ->
          !value.isObject()
              || rule.properties().stream()
                  .filter(property -> value.has(property.getKey()))
                  .allMatch(property -> valid(value.get(property.getKey()), property.getValue()));
      case "additionalProperties" ->
          !value.isObject()
              || value.properties().stream()
                  .filter(entry -> !schema.path("properties").has(entry.getKey()))
                  .allMatch(entry -> valid(entry.getValue(), rule));
      default -> true;
    };
  }

  private static boolean any(JsonNode types, JsonNode value) {
    return stream(types).anyMatch(type -> isType(type.asString(), value));
  }

  private static boolean isType(String type, JsonNode value) {
    return switch (type) {
      case "object" -> value.isObject();
      case "array" -> value.isArray();
      case "string" -> value.isString();
      case "number" -> value.isNumber();
      case "integer" -> value.isNumber() && value.asDouble() == Math.rint(value.asDouble());
      case "boolean" -> value.isBoolean();
      case "null" -> value.isNull();
      default -> throw new IllegalStateException("unknown type " + type);
    };
  }

  private static boolean same(JsonNode left, JsonNode right) {
    return left.equals(right)
        || (left.isNumber() && right.isNumber() && left.asDouble() == right.asDouble());
  }

  private static java.util.stream.Stream<JsonNode> stream(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }
}
