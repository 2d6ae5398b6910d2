package org.interfuse.finding;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong (or worth knowing) about a study, a file or a request.
 *
 * @param where the option path, or file with row and column, for example {@code
 *     modalities.rna.path} or {@code clinical.csv, row 17, column age}
 * @param rule what must hold, as a sentence without a full stop
 * @param found what was found instead; never the value of a subject (law 9)
 * @param choices what would be right: the allowed names, or what to do; may be empty
 * @param value the offending value of a subject, shown only when a person asked for values on the
 *     terminal; null where there is none
 */
public record Finding(
    String where, String rule, String found, List<String> choices, @Nullable String value) {

  public Finding {
    choices = List.copyOf(choices);
  }

  /** A finding without choices. */
  public static Finding of(String where, String rule, String found) {
    return new Finding(where, rule, found, List.of(), null);
  }

  /** A finding with what would be right. */
  public static Finding of(String where, String rule, String found, List<String> choices) {
    return new Finding(where, rule, found, choices, null);
  }

  /** The same finding, with the subject's value for those who may see it. */
  public Finding withValue(String subjectValue) {
    return new Finding(where, rule, found, choices, subjectValue);
  }

  /** The same finding at another place. */
  public Finding at(String place) {
    return new Finding(place, rule, found, choices, value);
  }

  /** One line: where, rule, found, choices, one full stop; without the value of a subject. */
  public String message() {
    StringBuilder text = new StringBuilder(where).append(": ").append(rule);
    if (!found.isEmpty()) {
      text.append("; found ").append(found);
    }
    if (!choices.isEmpty()) {
      text.append("; ").append(String.join(", ", choices));
    }
    char last = text.charAt(text.length() - 1); // what was found may be a sentence of its own
    return (last == '.' || last == '?' ? text : text.append('.')).toString();
  }

  @Override
  public String toString() {
    return message();
  }
}
