package org.interfuse.study;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.interfuse.study.Written.Items;
import org.interfuse.study.Written.Keys;
import org.interfuse.study.Written.Kind;
import org.interfuse.study.Written.Place;
import org.interfuse.study.Written.Scalar;
import org.jspecify.annotations.Nullable;

/** Plain trees of maps, lists and values as if a person had written them, and back. */
final class WrittenTree {
  private WrittenTree() {}

  /** The tree, all of it at one place. */
  static Written of(@Nullable Object plain, Place place) {
    if (plain instanceof Map<?, ?> map) {
      Map<String, Written> entries = new LinkedHashMap<>();
      map.forEach((key, value) -> entries.put(String.valueOf(key), of(value, place)));
      return new Keys(entries, place);
    }
    if (plain instanceof List<?> list) {
      List<Written> items = new ArrayList<>();
      list.forEach(item -> items.add(of(item, place)));
      return new Items(items, place);
    }
    return new Scalar(String.valueOf(plain), kind(plain), place);
  }

  private static Kind kind(@Nullable Object plain) {
    if (plain == null) {
      return Kind.NOTHING;
    }
    if (plain instanceof Boolean) {
      return Kind.BOOLEAN;
    }
    if (plain instanceof Integer || plain instanceof Long) {
      return Kind.WHOLE;
    }
    return plain instanceof Number ? Kind.NUMBER : Kind.TEXT;
  }

  /** A value or list of values without its place; null for nothing. */
  static @Nullable Object plain(Written written) {
    if (written instanceof Items items) {
      List<@Nullable Object> plain = new ArrayList<>();
      items.items().forEach(item -> plain.add(plain(item)));
      return plain;
    }
    if (!(written instanceof Scalar scalar)) {
      return null;
    }
    return switch (scalar.kind()) {
      case NOTHING -> null;
      case BOOLEAN -> scalar.text().equalsIgnoreCase("true");
      case WHOLE -> whole(scalar.text());
      case NUMBER -> Scalars.number(scalar.text());
      case TEXT -> scalar.text();
    };
  }

  private static Object whole(String text) {
    try {
      long value = Scalars.whole(text);
      return value == (int) value ? (Object) (int) value : (Object) value;
    } catch (ArithmeticException | NumberFormatException tooLarge) {
      return text;
    }
  }
}
