package org.interfuse.study;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.interfuse.finding.Finding;
import org.interfuse.finding.FindingsException;
import org.interfuse.finding.Spelling;
import org.interfuse.study.Written.Place;

/** Everything wrong with one study file, each mistake once, in the order of its lines. */
final class Mistakes {
  private record Entry(int line, Finding finding) {}

  private final String file;
  private final Set<Entry> errors = new LinkedHashSet<>();
  private final Set<Finding> notes = new LinkedHashSet<>();

  /** For messages about the file of that name. */
  Mistakes(String file) {
    this.file = file;
  }

  /** A mistake at that place. */
  void add(Place place, String rule, String found, String... choices) {
    errors.add(new Entry(place.line(), Finding.of(where(place), rule, found, List.of(choices))));
  }

  /** Something worth knowing that stops nothing. */
  void note(Place place, String text) {
    notes.add(Finding.of(where(place), text, ""));
  }

  /** A key that nobody reads. */
  void unknownKey(Place place, String key, Collection<String> known) {
    add(place, "unknown key", "", meant(key, known) + "keys here: " + String.join(", ", known));
  }

  /** A name that nothing has. */
  void unknownName(Place place, String what, String name, Collection<String> known) {
    String choices = known.isEmpty() ? "none is known" : "known: " + String.join(", ", known);
    add(place, "expected the name of " + what, "'" + name + "'", meant(name, known) + choices);
  }

  /** A word that is none of a closed set of choices. */
  void unknownChoice(Place place, String word, Collection<String> choices) {
    String known = "choices: " + String.join(", ", choices);
    add(place, "expected a choice", "'" + word + "'", meant(word, choices) + known);
  }

  /** Text that is no YAML, from that line and column on. */
  void syntax(int line, int column, String rule, String found, String... choices) {
    String where = line > 0 ? "%s:%d:%d".formatted(file, line, column) : file;
    errors.add(new Entry(line, Finding.of(where, rule, found, List.of(choices))));
  }

  private static String meant(String word, Collection<String> known) {
    return Spelling.nearest(word, known).map(near -> "did you mean " + near + "? ").orElse("");
  }

  /** {@code study.yaml:12 modalities.rna.path}. */
  private String where(Place place) {
    String position = place.line() > 0 ? file + ":" + place.line() : file;
    return place.path().isEmpty() ? position : position + " " + place.path();
  }

  boolean any() {
    return !errors.isEmpty();
  }

  /** How many there are so far. */
  int count() {
    return errors.size();
  }

  List<Finding> notes() {
    return List.copyOf(notes);
  }

  void throwIfAny() {
    if (any()) {
      List<Entry> sorted = new ArrayList<>(errors);
      sorted.sort(Comparator.comparingInt(Entry::line));
      throw new FindingsException(sorted.stream().map(Entry::finding).collect(Collectors.toList()));
    }
  }
}
