package org.interfuse.study;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.interfuse.source.IdSpec;
import org.interfuse.study.SpecCatalog.Kind;
import org.interfuse.study.SpecReader.Section;
import org.interfuse.study.Written.Keys;
import org.interfuse.study.Written.Scalar;
import org.jspecify.annotations.Nullable;

/** Reads one written value as the type that an option asks for; empty where it does not fit. */
final class ValueReader {
  private final SpecReader specs;
  private final Mistakes mistakes;

  ValueReader(SpecReader specs, Mistakes mistakes) {
    this.specs = specs;
    this.mistakes = mistakes;
  }

  /** The value; where it does not fit, a mistake has been added. */
  Optional<Object> read(Type type, Written written, @Nullable Object fallback) {
    if (type instanceof ParameterizedType generic) {
      Type element = generic.getActualTypeArguments()[generic.getActualTypeArguments().length - 1];
      return generic.getRawType() == Map.class ? map(element, written) : list(element, written);
    }
    Class<?> plain = (Class<?>) type;
    Optional<Kind<?>> kind = SpecCatalog.kindOf(plain);
    if (kind.isPresent()) {
      return open(kind.get(), written, fallback);
    }
    if (plain.isRecord()) {
      return nested(plain, written, fallback);
    }
    if (plain.isSealed() && plain.isInterface()) {
      return variant(plain, written, fallback);
    }
    return scalar(plain, written);
  }

  private <T> Optional<Object> open(Kind<T> kind, Written written, @Nullable Object fallback) {
    T base = fallback == null ? null : kind.type().cast(fallback);
    return Optional.ofNullable(specs.open(kind, written, base, Section.PLAIN));
  }

  private Optional<Object> list(Type element, Written written) {
    List<Object> read = new ArrayList<>();
    boolean complete = true;
    for (Written item : SpecReader.items(written)) {
      Optional<Object> value = read(element, item, null);
      value.ifPresent(read::add);
      complete &= value.isPresent();
    }
    return complete ? Optional.of(List.copyOf(read)) : Optional.empty();
  }

  private Optional<Object> map(Type element, Written written) {
    if (!(written instanceof Keys keys)) {
      return mismatch(written, "keys with their values");
    }
    Map<String, Object> read = new LinkedHashMap<>();
    boolean[] complete = {true};
    keys.entries()
        .forEach(
            (key, item) -> {
              Optional<Object> value = read(element, item, null);
              value.ifPresent(present -> read.put(key, present));
              complete[0] &= value.isPresent();
            });
    return complete[0] ? Optional.of(Collections.unmodifiableMap(read)) : Optional.empty();
  }

  private Optional<Object> nested(Class<?> type, Written written, @Nullable Object fallback) {
    if (type == IdSpec.class && written instanceof Scalar scalar && !scalar.nothing()) {
      boolean rows = scalar.text().equals("rows");
      return Optional.of(new IdSpec(rows ? null : scalar.text(), 0, rows));
    }
    if (!(written instanceof Keys keys)) {
      return mismatch(written, "the keys " + String.join(", ", Option.keys(type)));
    }
    Object defaults = fallback == null ? Option.defaults(type) : fallback;
    return Optional.ofNullable(specs.recordOf(type, keys, defaults, Section.PLAIN));
  }

  private Optional<Object> variant(Class<?> type, Written written, @Nullable Object fallback) {
    List<String> names =
        Arrays.stream(type.getPermittedSubclasses()).map(ValueReader::variantName).toList();
    Written name = written instanceof Keys keys ? keys.entries().get("type") : written;
    Class<?> chosen = fallback == null || name != null ? null : fallback.getClass();
    for (Class<?> permitted : type.getPermittedSubclasses()) {
      if (name instanceof Scalar scalar && variantName(permitted).equals(scalar.text())) {
        chosen = permitted;
      }
    }
    if (chosen == null) {
      return unknownVariant(written, name, names);
    }
    Keys options = written instanceof Keys keys ? keys : Keys.empty(written.place());
    Object defaults = chosen.isInstance(fallback) ? fallback : Option.defaults(chosen);
    return Optional.ofNullable(specs.recordOf(chosen, options, defaults, Section.also("type")));
  }

  private Optional<Object> unknownVariant(
      Written written, @Nullable Written name, List<String> names) {
    if (name instanceof Scalar scalar && !scalar.nothing()) {
      mistakes.unknownChoice(name.place(), scalar.text(), names);
      return Optional.empty();
    }
    String found = name == null ? "nothing" : name.describe();
    mistakes.add(
        name == null ? written.place().child("type") : name.place(),
        "expected one of " + String.join(", ", names),
        found);
    return Optional.empty();
  }

  /** The name of a variant of a sealed choice. */
  static String variantName(Class<?> variant) {
    return Option.kebabCase(variant.getSimpleName());
  }

  private Optional<Object> scalar(Class<?> type, Written written) {
    String expected = TypeNames.of(type);
    if (!(written instanceof Scalar scalar) || scalar.nothing()) {
      return mismatch(written, expected);
    }
    if (type == String.class) {
      return Optional.of(scalar.text());
    }
    if (type == boolean.class || type == Boolean.class) {
      return bool(scalar);
    }
    if (type.isEnum()) {
      return constant(type, scalar);
    }
    return number(type, scalar, expected);
  }

  private Optional<Object> bool(Scalar scalar) {
    if (scalar.kind() == Written.Kind.BOOLEAN) {
      return Optional.of(scalar.text().equalsIgnoreCase("true"));
    }
    return switch (scalar.text().toLowerCase(Locale.ROOT)) {
      case "yes", "on", "y" -> mismatch(scalar, "true or false", "write true");
      case "no", "off", "n" -> mismatch(scalar, "true or false", "write false");
      default -> mismatch(scalar, "true or false");
    };
  }

  private Optional<Object> constant(Class<?> type, Scalar scalar) {
    String asked = Option.normalised(scalar.text());
    List<String> names = TypeNames.constants(type);
    for (Object constant : type.getEnumConstants()) {
      if (((Enum<?>) constant).name().equalsIgnoreCase(asked)) {
        return Optional.of(constant);
      }
    }
    mistakes.unknownChoice(scalar.place(), scalar.text(), names);
    return Optional.empty();
  }

  private Optional<Object> number(Class<?> type, Scalar scalar, String expected) {
    boolean written = scalar.kind() == Written.Kind.WHOLE || scalar.kind() == Written.Kind.NUMBER;
    if (!written) {
      Written.Kind unquoted = Scalars.kind(scalar.text().replace("_", ""));
      boolean almost = unquoted == Written.Kind.WHOLE || unquoted == Written.Kind.NUMBER;
      return almost
          ? mismatch(
              scalar, expected, "write " + scalar.text().replace("_", "") + " without quotes")
          : mismatch(scalar, expected);
    }
    try {
      return Optional.of(converted(type, scalar.text()));
    } catch (ArithmeticException | NumberFormatException exception) {
      return mismatch(scalar, expected);
    }
  }

  private static Object converted(Class<?> type, String text) {
    if (type == int.class || type == Integer.class) {
      return Math.toIntExact(Scalars.whole(text));
    }
    if (type == long.class || type == Long.class) {
      return Scalars.whole(text);
    }
    double number = Scalars.number(text);
    if (!Double.isFinite(number)) {
      throw new ArithmeticException("not finite");
    }
    if (type == double.class || type == Double.class) {
      return number;
    }
    if (type == float.class || type == Float.class) {
      return (float) number;
    }
    throw new IllegalStateException("an option cannot be of " + type);
  }

  Optional<Object> mismatch(Written written, String expected, String... choices) {
    mistakes.add(written.place(), "expected " + expected, written.describe(), choices);
    return Optional.empty();
  }

  /** A text that must be there; null where it is not, and a mistake has been added. */
  @Nullable String text(Written written) {
    return (String) read(String.class, written, null).orElse(null);
  }
}
