package org.interfuse.study;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.interfuse.source.IdSpec;
import org.jspecify.annotations.Nullable;

/** Schemas of records of options and of the types of their components. */
final class SchemaTypes {
  /** A text may be written without quotes, so that it looks like a number or a truth value. */
  static final Map<String, @Nullable Object> TEXT =
      Map.of("type", List.of("string", "number", "boolean"));

  /** An object of a record's options. */
  Map<String, @Nullable Object> record(Record defaults) {
    return closed(properties(defaults, Set.of()));
  }

  /** The options of a record as properties, each with its default and meaning. */
  Map<String, @Nullable Object> properties(Record defaults, Set<String> hidden) {
    Map<String, @Nullable Object> properties = new LinkedHashMap<>();
    for (Option option : Option.of(defaults.getClass())) {
      Object value = option.in(defaults);
      if (option.inlined() && value instanceof Record part) {
        properties.putAll(properties(part, Set.of()));
      } else if (!hidden.contains(option.key())) {
        properties.putAll(property(option, value));
      }
    }
    return properties;
  }

  /** One option, also with hyphens. */
  Map<String, @Nullable Object> property(Option option, @Nullable Object standard) {
    Map<String, @Nullable Object> schema = new LinkedHashMap<>(of(option.type()));
    if (option.nullable()) {
      schema = orNull(schema);
    }
    if (!option.meaning().isEmpty()) {
      schema.put("description", option.meaning());
    }
    if (standard != null && !standard.equals("") && !(standard instanceof IdSpec)) {
      schema.put("default", SpecWriter.plain(standard));
    }
    Map<String, @Nullable Object> property = new LinkedHashMap<>();
    property.put(option.key(), schema);
    if (option.key().contains("_")) {
      property.put(option.key().replace('_', '-'), schema);
    }
    return property;
  }

  private Map<String, @Nullable Object> of(Type type) {
    if (type instanceof ParameterizedType generic) {
      Type[] arguments = generic.getActualTypeArguments();
      Map<String, @Nullable Object> element = of(arguments[arguments.length - 1]);
      return generic.getRawType() == Map.class ? mapOf(element) : listOf(element);
    }
    Class<?> plain = (Class<?>) type;
    if (plain == String.class) {
      return TEXT;
    }
    if (plain == boolean.class || plain == Boolean.class) {
      return map("type", "boolean");
    }
    if (plain == int.class
        || plain == Integer.class
        || plain == long.class
        || plain == Long.class) {
      return map("type", "integer");
    }
    if (plain.isEnum()) {
      return map("enum", TypeNames.constants(plain));
    }
    return SpecCatalog.kindOf(plain)
        .map(kind -> map("$ref", "#/$defs/" + kind.word()))
        .orElseGet(() -> composed(plain));
  }

  private Map<String, @Nullable Object> composed(Class<?> type) {
    if (type == IdSpec.class) {
      return map("anyOf", List.of(TEXT, record(new IdSpec())));
    }
    if (type.isSealed() && type.isInterface()) {
      return variants(type);
    }
    return type.isRecord() ? closed(components(type)) : map("type", "number");
  }

  private Map<String, @Nullable Object> variants(Class<?> type) {
    List<@Nullable Object> choices = new ArrayList<>();
    for (Class<?> variant : type.getPermittedSubclasses()) {
      Map<String, @Nullable Object> properties = new LinkedHashMap<>();
      properties.put("type", Map.of("const", ValueReader.variantName(variant)));
      properties.putAll(components(variant));
      choices.add(closed(properties));
      choices.add(Map.of("const", ValueReader.variantName(variant)));
    }
    return map("anyOf", choices);
  }

  private Map<String, @Nullable Object> components(Class<?> type) {
    if (Option.defaults(type) instanceof Record defaults) {
      return properties(defaults, Set.of());
    }
    Map<String, @Nullable Object> properties = new LinkedHashMap<>();
    Option.of(type).forEach(option -> properties.putAll(property(option, null)));
    return properties;
  }

  private static Map<String, @Nullable Object> listOf(Map<String, @Nullable Object> element) {
    Map<String, @Nullable Object> list = map("type", "array");
    list.put("items", element);
    return map("anyOf", List.of(list, element));
  }

  private static Map<String, @Nullable Object> mapOf(Map<String, @Nullable Object> element) {
    Map<String, @Nullable Object> object = map("type", "object");
    object.put("additionalProperties", element);
    return object;
  }

  /** An object with those properties and no others. */
  static Map<String, @Nullable Object> closed(Map<String, ? extends @Nullable Object> properties) {
    Map<String, @Nullable Object> schema = map("type", "object");
    schema.put("properties", properties);
    schema.put("additionalProperties", false);
    return schema;
  }

  static Map<String, @Nullable Object> orNull(Map<String, @Nullable Object> schema) {
    return map("anyOf", List.of(schema, map("type", "null")));
  }

  static Map<String, @Nullable Object> map(String key, Object value) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put(key, value);
    return map;
  }
}
