package org.interfuse.init;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Texts as they may stand in a study. */
final class Yaml {
  private static final Set<String> WORDS =
      Set.of("true", "false", "yes", "no", "on", "off", "null", "y", "n");

  private Yaml() {}

  /** A text, in quotes where YAML would read it as something else. */
  static String text(String text) {
    boolean plain =
        text.matches("[\\p{L}_][\\p{L}\\p{N}_./-]*")
            && !WORDS.contains(text.toLowerCase(Locale.ROOT));
    boolean digits = text.matches("0|[1-9]\\d{0,8}");
    if (plain || digits) {
      return text;
    }
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char character = text.charAt(i);
      if (character == '"' || character == '\\') {
        quoted.append('\\').append(character);
      } else if (character < ' ') {
        quoted.append("\\x%02x".formatted((int) character));
      } else {
        quoted.append(character);
      }
    }
    return quoted.append('"').toString();
  }

  /** A list on one line. */
  static String list(List<String> texts) {
    return texts.stream().map(Yaml::text).collect(Collectors.joining(", ", "[", "]"));
  }

  /** Text behind a {@code #}: one line. */
  static String comment(String text) {
    return "# " + text.replaceAll("\\s+", " ");
  }
}
