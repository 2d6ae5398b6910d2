package org.interfuse.study;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.interfuse.finding.Finding;
import org.interfuse.finding.FindingsException;
import org.interfuse.finding.Spelling;
import org.interfuse.model.Strategy;
import org.interfuse.option.Meaning;
import org.interfuse.study.SpecCatalog.Kind;

/**
 * What a study can name, for people: everything in a catalog, and the strategies.
 *
 * @param kind what such a thing is called, for example {@code fusion}
 * @param entries by ascending name
 */
public record SpecListing(String kind, List<Entry> entries) {
  private static final String STRATEGY = "strategy";

  public SpecListing {
    entries = List.copyOf(entries);
  }

  /**
   * One thing that a study can name.
   *
   * @param name as written in a study
   * @param meaning one sentence without a full stop; empty where nobody said
   * @param options in the order of its record
   */
  public record Entry(String name, String meaning, List<OptionEntry> options) {
    public Entry {
      options = List.copyOf(options);
    }
  }

  /**
   * One option.
   *
   * @param name as written in a study
   * @param type what it takes, in words
   * @param standard what counts if it is not written
   * @param meaning one sentence without a full stop; empty where nobody said
   */
  public record OptionEntry(String name, String type, String standard, String meaning) {}

  /** Everything, kind by kind in the order in which a study uses them. */
  public static List<SpecListing> of(SpecCatalog catalog) {
    List<SpecListing> all = new ArrayList<>();
    for (Kind<?> kind : SpecCatalog.KINDS) {
      if (kind == SpecCatalog.FUSION) {
        all.add(strategies());
      }
      all.add(new SpecListing(kind.word(), entries(catalog, kind)));
    }
    return all;
  }

  /**
   * One kind, by its singular or plural.
   *
   * @throws FindingsException naming the nearest and all choices
   */
  public static SpecListing of(SpecCatalog catalog, String kind) {
    Map<String, SpecListing> names = new LinkedHashMap<>();
    for (SpecListing listing : of(catalog)) {
      names.put(listing.kind(), listing);
      names.put(listing.plural(), listing);
    }
    SpecListing found = names.get(kind.toLowerCase(java.util.Locale.ROOT));
    if (found != null) {
      return found;
    }
    List<String> choices = new ArrayList<>();
    List<String> plurals = of(catalog).stream().map(SpecListing::plural).toList();
    Spelling.nearest(kind, plurals).ifPresent(near -> choices.add("nearest: " + near));
    choices.addAll(plurals);
    throw new FindingsException(
        Finding.of("list", "expected a known kind", "'" + kind + "'", choices));
  }

  /** The kind's word for several. */
  public String plural() {
    if (kind.equals(SpecCatalog.PREPROCESSING.word())) {
      return kind;
    }
    return kind.endsWith("y") ? kind.substring(0, kind.length() - 1) + "ies" : kind + "s";
  }

  private static List<Entry> entries(SpecCatalog catalog, Kind<?> kind) {
    List<Entry> entries = new ArrayList<>();
    for (Object instance : catalog.all(kind)) {
      List<OptionEntry> options =
          StudyReference.recordKeys((Record) instance, Set.of(), Set.of()).stream()
              .map(key -> new OptionEntry(key.name(), key.type(), key.standard(), key.meaning()))
              .toList();
      entries.add(
          new Entry(SpecCatalog.nameOf(kind, instance), meaning(instance.getClass()), options));
    }
    return entries;
  }

  private static SpecListing strategies() {
    List<Entry> entries =
        Arrays.stream(Strategy.values())
            .map(strategy -> new Entry(strategy.text(), meaning(strategy), List.of()))
            .toList();
    return new SpecListing(STRATEGY, entries);
  }

  /** What a record of options says it is; empty where nobody said. */
  static String meaning(Class<?> type) {
    Meaning meaning = type.getAnnotation(Meaning.class);
    return meaning == null ? "" : meaning.value();
  }

  private static String meaning(Strategy strategy) {
    try {
      Meaning meaning = Strategy.class.getField(strategy.name()).getAnnotation(Meaning.class);
      return meaning == null ? "" : meaning.value();
    } catch (NoSuchFieldException e) {
      throw new IllegalStateException("a constant is a field of its enum", e);
    }
  }
}
