package org.interfuse.explain;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The distinct words of a text and where they stand: runs of letters, marks, digits and
 * underscores, with apostrophes between letters; an ideograph and a picture are words of their own.
 * Case does not tell words apart.
 *
 * @param text as it was written
 * @param words in lower case, in the order in which they first stand there
 * @param places per word, of each time that it stands there
 */
record TextWords(String text, List<String> words, List<List<MatchResult>> places) {
  private static final String CHARACTER = "[\\p{L}\\p{M}\\p{N}_&&[^\\p{IsIdeographic}]]";
  private static final Pattern WORD =
      Pattern.compile(
          "\\p{IsIdeographic}|%s+(?:['\u2019]\\p{L}%s*)*|\\p{So}".formatted(CHARACTER, CHARACTER));

  /**
   * The words of a text.
   *
   * @param most how many, the first ones
   */
  static TextWords of(String text, int most) {
    Map<String, List<MatchResult>> found = new LinkedHashMap<>();
    WORD.matcher(text)
        .results()
        .forEach(
            place -> {
              String word = place.group().toLowerCase(Locale.ROOT);
              if (found.size() < most || found.containsKey(word)) {
                found.computeIfAbsent(word, w -> new ArrayList<>()).add(place);
              }
            });
    return new TextWords(text, List.copyOf(found.keySet()), List.copyOf(found.values()));
  }

  /** The text with a space wherever the word stands. */
  String without(int word) {
    StringBuilder left = new StringBuilder();
    int from = 0;
    for (MatchResult place : places.get(word)) {
      left.append(text, from, place.start()).append(' ');
      from = place.end();
    }
    return left.append(text, from, text.length()).toString();
  }
}
