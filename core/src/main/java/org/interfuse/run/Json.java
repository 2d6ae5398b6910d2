package org.interfuse.run;

import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** JSON as this project writes it: indented, a figure that is not finite is null. */
public final class Json {
  static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
          .build();

  private Json() {}

  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  static ArrayNode array() {
    return MAPPER.createArrayNode();
  }

  /** Puts a figure, null where it is not finite. */
  static void put(ObjectNode node, String key, double value) {
    if (Double.isFinite(value)) {
      node.put(key, value);
    } else {
      node.putNull(key);
    }
  }

  /** An array of figures, null where one is not finite. */
  static ArrayNode array(double[] values) {
    ArrayNode node = array();
    for (double value : values) {
      if (Double.isFinite(value)) {
        node.add(value);
      } else {
        node.addNull();
      }
    }
    return node;
  }

  /** The text of a tree, indented, ending in a line break. */
  public static String text(JsonNode tree) {
    return MAPPER.writeValueAsString(tree) + "\n";
  }
}
