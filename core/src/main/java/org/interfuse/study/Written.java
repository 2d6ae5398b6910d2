package org.interfuse.study;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A value as a person wrote it, with where it stands: text stays as written until it is typed. */
sealed interface Written {
  Place place();

  /** What it is, for messages. */
  String describe();

  /**
   * Where a value stands.
   *
   * @param line from 1; 0 where unknown
   * @param path its option path, for example {@code modalities.rna.path}; empty for the whole study
   */
  record Place(int line, String path) {
    /** The place of a key under this one that has not been written. */
    Place child(String key) {
      return new Place(line, path.isEmpty() ? key : path + "." + key);
    }
  }

  /** What a plain text looks like under the core schema of YAML 1.2; quoted text is always TEXT. */
  enum Kind {
    TEXT,
    WHOLE,
    NUMBER,
    BOOLEAN,
    NOTHING
  }

  /** A single value. */
  record Scalar(String text, Kind kind, Place place) implements Written {
    boolean nothing() {
      return kind == Kind.NOTHING;
    }

    @Override
    public String describe() {
      return switch (kind) {
        case NOTHING -> "nothing";
        case TEXT -> "the text '" + text + "'";
        case WHOLE, NUMBER, BOOLEAN -> text;
      };
    }
  }

  /** A list. */
  record Items(List<Written> items, Place place) implements Written {
    public Items {
      items = List.copyOf(items);
    }

    @Override
    public String describe() {
      return "a list";
    }
  }

  /** Keys with their values, in the order written. */
  record Keys(Map<String, Written> entries, Place place) implements Written {
    public Keys {
      entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    }

    /** The same keys with one set or replaced. */
    Keys with(String key, Written value) {
      Map<String, Written> changed = new LinkedHashMap<>(entries);
      changed.put(key, value);
      return new Keys(changed, place);
    }

    /** The same keys without one. */
    Keys without(String key) {
      Map<String, Written> changed = new LinkedHashMap<>(entries);
      changed.remove(key);
      return new Keys(changed, place);
    }

    /** No keys at all, at the place of {@code other}. */
    static Keys empty(Place place) {
      return new Keys(Map.of(), place);
    }

    @Override
    public String describe() {
      return "keys";
    }
  }
}
