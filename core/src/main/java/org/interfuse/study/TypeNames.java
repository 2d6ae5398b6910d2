package org.interfuse.study;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.interfuse.source.IdSpec;

/** What the types of options are called in messages and in the reference. */
final class TypeNames {
  private TypeNames() {}

  static String of(Type type) {
    if (type instanceof ParameterizedType generic) {
      Type[] arguments = generic.getActualTypeArguments();
      String element = of(arguments[arguments.length - 1]);
      return generic.getRawType() == java.util.Map.class ? "keys: " + element : "list: " + element;
    }
    Class<?> plain = (Class<?>) type;
    if (plain == String.class) {
      return "text";
    }
    if (plain == boolean.class || plain == Boolean.class) {
      return "true or false";
    }
    if (plain == int.class
        || plain == Integer.class
        || plain == long.class
        || plain == Long.class) {
      return "a whole number";
    }
    if (plain == IdSpec.class) {
      return "text or keys";
    }
    if (plain.isEnum()) {
      return String.join(" | ", constants(plain));
    }
    if (plain.isSealed() && plain.isInterface()) {
      return String.join(
          " | ",
          Arrays.stream(plain.getPermittedSubclasses()).map(ValueReader::variantName).toList());
    }
    if (plain.isRecord()) {
      return "keys";
    }
    return SpecCatalog.kindOf(plain).map(SpecReader::article).orElse("a finite number");
  }

  /** The names of an enum's constants in a study. */
  static List<String> constants(Class<?> type) {
    return Arrays.stream(type.getEnumConstants())
        .map(constant -> constant((Enum<?>) constant))
        .toList();
  }

  /** {@code LEAVE_OUT} to {@code leave-out}. */
  static String constant(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
