package org.interfuse.audit;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The words of a column's name: {@code daysToDeath}, {@code days_to_death} and {@code
 * Days.to.death} have the same.
 *
 * @param words in lower case
 * @param joined all of them without anything between
 */
record NameWords(List<String> words, String joined) {
  static NameWords of(String name) {
    String divided =
        name.replaceAll("(?<=[a-z])(?=[A-Z])", " ")
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^\\p{L}\\p{N}]+", " ");
    List<String> words =
        Arrays.stream(divided.trim().split(" ")).filter(word -> !word.isEmpty()).toList();
    return new NameWords(words, String.join("", words));
  }

  /** Whether one of the words stands in the name. */
  boolean hasAny(Set<String> wanted) {
    return words.stream().anyMatch(wanted::contains);
  }

  /** Whether the name, written together, contains one of the stems. */
  boolean containsAny(Set<String> stems) {
    return stems.stream().anyMatch(joined::contains);
  }
}
