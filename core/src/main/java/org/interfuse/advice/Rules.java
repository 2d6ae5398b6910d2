package org.interfuse.advice;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The rules that {@code rules.yaml} beside this class holds. */
public final class Rules {
  private static final String FILE = "rules.yaml";
  private static final Set<String> KEYS =
      Set.of(
          "name",
          "measure",
          "at_least",
          "below",
          "favours",
          "against",
          "says",
          "ends",
          "begins",
          "never",
          "source");

  private Rules() {}

  /** All rules, in the file's order. */
  public static List<Rule> load() {
    try (InputStream stream = Objects.requireNonNull(Rules.class.getResourceAsStream(FILE))) {
      return read(new YAMLMapper().readTree(stream));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Rules from a tree.
   *
   * @throws IllegalArgumentException naming the rule and the key at fault
   */
  static List<Rule> read(JsonNode tree) {
    List<Rule> rules = new ArrayList<>();
    Set<String> names = new TreeSet<>();
    for (JsonNode node : tree) {
      Rule rule = rule(node);
      if (!names.add(rule.name())) {
        throw new IllegalArgumentException("two rules are named '%s'".formatted(rule.name()));
      }
      rules.add(rule);
    }
    return List.copyOf(rules);
  }

  private static Rule rule(JsonNode node) {
    String name = text(node, "name", "a rule");
    for (String key : node.propertyNames()) {
      if (!KEYS.contains(key)) {
        throw new IllegalArgumentException("rule '%s': unknown key '%s'".formatted(name, key));
      }
    }
    return new Rule(
        name,
        measure(name, text(node, "measure", name)),
        number(node, "at_least"),
        number(node, "below"),
        approaches(name, node.path("favours")),
        approaches(name, node.path("against")),
        text(node, "says", name),
        text(node, "ends", name),
        text(node, "begins", name),
        node.has("never") ? text(node, "never", name) : null,
        text(node, "source", name));
  }

  private static String text(JsonNode node, String key, String rule) {
    String text = node.path(key).asString("");
    if (text.isBlank()) {
      throw new IllegalArgumentException("rule '%s': '%s' is required".formatted(rule, key));
    }
    return text;
  }

  private static @Nullable Double number(JsonNode node, String key) {
    return node.has(key) ? Double.valueOf(node.path(key).asDouble()) : null;
  }

  private static Measure measure(String rule, String text) {
    for (Measure measure : Measure.values()) {
      if (measure.text().equals(text)) {
        return measure;
      }
    }
    throw new IllegalArgumentException("rule '%s': unknown measure '%s'".formatted(rule, text));
  }

  private static List<Approach> approaches(String rule, JsonNode list) {
    List<Approach> approaches = new ArrayList<>();
    for (JsonNode one : list) {
      try {
        approaches.add(Approach.valueOf(one.asString().toUpperCase(Locale.ROOT)));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "rule '%s': unknown approach '%s'".formatted(rule, one.asString()), e);
      }
    }
    return approaches;
  }
}
