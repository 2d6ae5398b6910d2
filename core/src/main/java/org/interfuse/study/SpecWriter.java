package org.interfuse.study;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.interfuse.source.IdSpec;
import org.jspecify.annotations.Nullable;

/** Writes records of options as plain trees that {@link SpecReader} reads back. */
final class SpecWriter {
  private SpecWriter() {}

  /** A record as a map, with its {@code type} first where it is one of several. */
  static Map<String, @Nullable Object> tree(Record record) {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    SpecCatalog.kindOfInstance(record)
        .ifPresentOrElse(
            kind -> tree.put("type", SpecCatalog.nameOf(kind, record)),
            () -> {
              if (isVariant(record.getClass())) {
                tree.put("type", ValueReader.variantName(record.getClass()));
              }
            });
    tree.putAll(options(record));
    return tree;
  }

  /** A record's options alone. */
  static Map<String, @Nullable Object> options(Record record) {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    for (Option option : Option.of(record.getClass())) {
      Object value = option.in(record);
      if (option.inlined() && value instanceof Record part) {
        tree.putAll(options(part));
      } else {
        tree.put(option.key(), plain(value));
      }
    }
    return tree;
  }

  static @Nullable Object plain(@Nullable Object value) {
    if (value instanceof IdSpec id && id.rows()) {
      return "rows";
    }
    if (value instanceof IdSpec id) {
      Map<String, @Nullable Object> keys = new LinkedHashMap<>();
      keys.put("column", id.column());
      keys.put("keep", id.keep());
      return keys;
    }
    if (value instanceof Record record) {
      return tree(record);
    }
    if (value instanceof Enum<?> constant) {
      return TypeNames.constant(constant);
    }
    if (value instanceof List<?> list) {
      List<@Nullable Object> items = new ArrayList<>();
      list.forEach(item -> items.add(plain(item)));
      return items;
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> keys = new LinkedHashMap<>();
      map.forEach((key, item) -> keys.put(String.valueOf(key), plain(item)));
      return keys;
    }
    return value;
  }

  /** Whether a record is one of a sealed choice, so that its name must be written. */
  private static boolean isVariant(Class<?> type) {
    for (Class<?> parent : type.getInterfaces()) {
      if (parent.isSealed()) {
        return true;
      }
    }
    return false;
  }
}
