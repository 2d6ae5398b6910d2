package org.interfuse.study;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.interfuse.study.SpecCatalog.Kind;
import org.interfuse.study.Written.Items;
import org.interfuse.study.Written.Keys;
import org.interfuse.study.Written.Place;
import org.interfuse.study.Written.Scalar;
import org.jspecify.annotations.Nullable;

/**
 * Reads written keys into records of options: the keys are laid over the record's defaults, unknown
 * ones are rejected, and every mistake is collected at its own option path. What is wrong keeps its
 * default, so that reading goes on to the next mistake.
 */
final class SpecReader {
  /**
   * How keys differ from a record's components.
   *
   * @param hidden keys of components that are not read but kept from the defaults
   * @param also keys that somebody else reads
   */
  record Section(Set<String> hidden, Set<String> also) {
    static final Section PLAIN = new Section(Set.of(), Set.of());

    static Section also(String... keys) {
      return new Section(Set.of(), Set.of(keys));
    }
  }

  private final SpecCatalog catalog;
  private final Mistakes mistakes;
  private final ValueReader values;

  SpecReader(SpecCatalog catalog, Mistakes mistakes) {
    this.catalog = catalog;
    this.mistakes = mistakes;
    this.values = new ValueReader(this, mistakes);
  }

  SpecCatalog catalog() {
    return catalog;
  }

  Mistakes mistakes() {
    return mistakes;
  }

  ValueReader values() {
    return values;
  }

  /** The record with the keys laid over {@code defaults}; the defaults where nothing else fits. */
  <R> R record(Keys keys, R defaults, Section section) {
    @SuppressWarnings("unchecked")
    R read = (R) recordOf(defaults.getClass(), keys, defaults, section);
    return read == null ? defaults : read;
  }

  /** The record with the keys laid over {@code defaults}, or null if it could not be made. */
  @Nullable Object recordOf(Class<?> type, Keys keys, @Nullable Object defaults, Section section) {
    List<Option> options = Option.of(type);
    Map<String, Written> given = given(keys);
    rejectUnknown(type, keys, section);
    @Nullable Object[] fallback = new @Nullable Object[options.size()];
    @Nullable Object[] read = new @Nullable Object[options.size()];
    boolean complete = true;
    for (int i = 0; i < read.length; i++) {
      Option option = options.get(i);
      fallback[i] = defaults == null ? absent(option) : option.in(defaults);
      read[i] = fallback[i];
      if (option.inlined()) {
        read[i] =
            recordOf(option.component().getType(), part(keys, option), fallback[i], Section.PLAIN);
      } else if (!section.hidden().contains(option.key())) {
        read[i] = component(option, given.get(option.key()), fallback[i], keys.place());
      }
      complete &= read[i] != null || option.nullable();
    }
    return complete
        ? new RecordMaker(mistakes).make(type, options, read, fallback, given, keys)
        : null;
  }

  private @Nullable Object component(
      Option option, @Nullable Written written, @Nullable Object fallback, Place parent) {
    if (written == null) {
      if (fallback == null && !option.nullable()) {
        mistakes.add(parent.child(option.key()), "is required", "");
      }
      return fallback;
    }
    if (written instanceof Scalar scalar && scalar.nothing() && option.nullable()) {
      return null;
    }
    return values.read(option.type(), written, fallback).orElse(fallback);
  }

  /** What stands for an option that is not written and has no default; null if it is required. */
  private static @Nullable Object absent(Option option) {
    Class<?> type = option.component().getType();
    if (type == List.class) {
      return List.of();
    }
    if (type == Map.class) {
      return Map.of();
    }
    return type.isRecord() ? Option.defaults(type) : null;
  }

  /**
   * One of an open kind: a name alone, or {@code type} with its options. Options are laid over
   * {@code fallback} where it has the same name (or no name is written), over the type's own
   * defaults otherwise.
   *
   * @return null where no such thing is known (and a mistake has been added)
   */
  <T> @Nullable T open(Kind<T> kind, Written written, @Nullable T fallback, Section section) {
    if (written instanceof Scalar scalar && !scalar.nothing()) {
      T named = prototype(kind, scalar, fallback);
      return named;
    }
    if (!(written instanceof Keys keys)) {
      mistakes.add(written.place(), "expected the name of " + article(kind), written.describe());
      return fallback;
    }
    T base = typed(kind, keys, fallback);
    if (base == null) {
      return null;
    }
    Section withType = new Section(section.hidden(), plus(section.also(), "type"));
    return record(keys, base, withType);
  }

  private <T> @Nullable T typed(Kind<T> kind, Keys keys, @Nullable T fallback) {
    Written type = keys.entries().get("type");
    if (type instanceof Scalar scalar && !scalar.nothing()) {
      return prototype(kind, scalar, fallback);
    }
    if (type != null || fallback == null) {
      mistakes.add(
          (type == null ? keys.place().child("type") : type.place()),
          "expected the name of " + article(kind),
          type == null ? "nothing" : type.describe(),
          String.join(", ", catalog.names(kind)));
    }
    return type == null ? fallback : null;
  }

  private <T> @Nullable T prototype(Kind<T> kind, Scalar name, @Nullable T fallback) {
    if (fallback != null && kind.name().apply(fallback).equals(name.text())) {
      return fallback;
    }
    T found = catalog.find(kind, name.text()).orElse(null);
    if (found == null) {
      mistakes.unknownName(name.place(), article(kind), name.text(), catalog.names(kind));
    }
    return found;
  }

  static String article(Kind<?> kind) {
    return ("aeiou".indexOf(kind.word().charAt(0)) >= 0 ? "an " : "a ") + kind.word();
  }

  /** The keys as an option spells them. */
  private static Map<String, Written> given(Keys keys) {
    Map<String, Written> given = new LinkedHashMap<>();
    keys.entries().forEach((key, value) -> given.putIfAbsent(Option.normalised(key), value));
    return given;
  }

  /** Those of the keys that belong to an inlined part. */
  private static Keys part(Keys keys, Option option) {
    List<String> own = Option.keys(option.component().getType());
    Map<String, Written> entries = new LinkedHashMap<>(keys.entries());
    entries.keySet().removeIf(key -> !own.contains(Option.normalised(key)));
    return new Keys(entries, keys.place());
  }

  private void rejectUnknown(Class<?> type, Keys keys, Section section) {
    List<String> known = new ArrayList<>(Option.keys(type));
    known.removeAll(section.hidden());
    section.also().stream().sorted().filter(key -> !known.contains(key)).forEach(known::add);
    rejectUnknown(keys, known);
  }

  /** Adds a mistake for each key that is not known, and for each that is spelt in two ways. */
  void rejectUnknown(Keys keys, List<String> known) {
    Map<String, String> spelling = new LinkedHashMap<>();
    keys.entries()
        .forEach(
            (key, value) -> {
              String option = Option.normalised(key);
              if (!known.contains(option)) {
                mistakes.unknownKey(value.place(), key, known);
              }
              String other = spelling.putIfAbsent(option, key);
              if (other != null) {
                mistakes.add(value.place(), "expected each key once", other + " and " + key);
              }
            });
  }

  /** The value of a key in either spelling. */
  static @Nullable Written get(Keys keys, String option) {
    return given(keys).get(option);
  }

  /** The keys as a list of scalars' or lists' items; a single value is a list of one. */
  static List<Written> items(Written written) {
    return written instanceof Items items ? items.items() : List.of(written);
  }

  private static Set<String> plus(Set<String> keys, String key) {
    Set<String> all = new java.util.HashSet<>(keys);
    all.add(key);
    return all;
  }
}
