package org.interfuse.study;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.interfuse.option.Meaning;
import org.interfuse.source.TableFormat;
import org.jspecify.annotations.Nullable;

/** One component of a record of options, as a study names it. */
record Option(String key, RecordComponent component) {
  /** The options of a record, in its order; those of an inlined part are not among them. */
  static List<Option> of(Class<?> type) {
    return Arrays.stream(type.getRecordComponents())
        .map(component -> new Option(snakeCase(component.getName()), component))
        .toList();
  }

  /** The keys under which a study gives a record, with those of inlined parts. */
  static List<String> keys(Class<?> type) {
    List<String> keys = new ArrayList<>();
    for (Option option : of(type)) {
      if (option.inlined()) {
        keys.addAll(keys(option.component().getType()));
      } else {
        keys.add(option.key());
      }
    }
    return keys;
  }

  /**
   * Whether the part's own keys stand beside the record's, as {@code missing} beside {@code path}.
   */
  boolean inlined() {
    return component.getType() == TableFormat.class;
  }

  Type type() {
    return component.getGenericType();
  }

  boolean nullable() {
    return component.getAnnotatedType().isAnnotationPresent(Nullable.class);
  }

  /** What it means; empty where nobody said. */
  String meaning() {
    Meaning meaning = component.getAnnotation(Meaning.class);
    return meaning == null ? "" : meaning.value();
  }

  /** Its value in an instance. */
  @Nullable Object in(Object instance) {
    try {
      component.getAccessor().setAccessible(true);
      return component.getAccessor().invoke(instance);
    } catch (IllegalAccessException | InvocationTargetException exception) {
      throw new IllegalStateException("cannot read " + component, exception);
    }
  }

  /** An instance from the record's no-argument constructor, or null where it has none. */
  static @Nullable Object defaults(Class<?> type) {
    try {
      var constructor = type.getDeclaredConstructor();
      constructor.setAccessible(true);
      return constructor.newInstance();
    } catch (NoSuchMethodException exception) {
      return null;
    } catch (ReflectiveOperationException exception) {
      throw new IllegalStateException("cannot make the defaults of " + type, exception);
    }
  }

  /** {@code learningRate} to {@code learning_rate}. */
  static String snakeCase(String name) {
    return name.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
  }

  /** {@code LeaveOut} to {@code leave-out}, as names of choices are written. */
  static String kebabCase(String name) {
    return snakeCase(name).replace('_', '-');
  }

  /** How a study may spell a key: hyphens are as good as underscores. */
  static String normalised(String key) {
    return key.replace('-', '_');
  }
}
