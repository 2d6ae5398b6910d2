package org.interfuse.study;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.interfuse.study.Written.Keys;
import org.interfuse.study.Written.Place;
import org.interfuse.study.Written.Scalar;
import org.jspecify.annotations.Nullable;

/**
 * Makes a record of options. What its compact constructor rejects ({@code "option: expected …, but
 * it is …"}) becomes a mistake at that option, which then keeps its default, so that the
 * constructor can reject the next one as well.
 */
final class RecordMaker {
  private static final Pattern REJECTION =
      Pattern.compile("(?s)([A-Za-z][A-Za-z0-9_]*): (.*?)(?:, but it is (.*))?");

  private final Mistakes mistakes;

  RecordMaker(Mistakes mistakes) {
    this.mistakes = mistakes;
  }

  @Nullable Object make(
      Class<?> type,
      List<Option> options,
      @Nullable Object[] values,
      @Nullable Object[] fallback,
      Map<String, Written> given,
      Keys keys) {
    Constructor<?> constructor = canonical(type, options);
    while (true) {
      String rejection;
      try {
        return constructor.newInstance(values);
      } catch (InvocationTargetException exception) {
        rejection = rejection(type, exception.getCause());
      } catch (ReflectiveOperationException exception) {
        throw new IllegalStateException("cannot make " + type, exception);
      }
      int rejected = reject(rejection, options, given, keys.place());
      if (rejected < 0 || Objects.equals(values[rejected], fallback[rejected])) {
        return null;
      }
      values[rejected] = fallback[rejected];
    }
  }

  private static String rejection(Class<?> type, @Nullable Throwable cause) {
    if (cause instanceof IllegalArgumentException && cause.getMessage() != null) {
      return cause.getMessage();
    }
    throw new IllegalStateException("cannot make " + type, cause);
  }

  /** Adds the mistake; the index of the option it names, or -1 if it names none. */
  private int reject(
      String message, List<Option> options, Map<String, Written> given, Place place) {
    Matcher matcher = REJECTION.matcher(message);
    int index = matcher.matches() ? index(matcher.group(1), options) : -1;
    if (index < 0) {
      mistakes.add(place, message, "");
      return index;
    }
    String key = options.get(index).key();
    Written written = given.get(key);
    String found = written instanceof Scalar scalar ? scalar.text() : matcher.group(3);
    mistakes.add(
        written == null ? place.child(key) : written.place(),
        matcher.group(2),
        found == null ? "" : found);
    return index;
  }

  private static int index(String name, List<Option> options) {
    for (int i = 0; i < options.size(); i++) {
      String key = options.get(i).key();
      if (key.equals(name) || options.get(i).component().getName().equals(name)) {
        return i;
      }
    }
    return -1;
  }

  private static Constructor<?> canonical(Class<?> type, List<Option> options) {
    Class<?>[] types =
        options.stream().map(option -> option.component().getType()).toArray(Class<?>[]::new);
    try {
      Constructor<?> constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor;
    } catch (NoSuchMethodException exception) {
      throw new IllegalStateException(type + " is no record", exception);
    }
  }
}
