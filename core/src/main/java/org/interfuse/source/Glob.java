package org.interfuse.source;

import java.util.regex.Pattern;

/** Names with {@code *} (any characters) and {@code ?} (one character). */
public final class Glob {
  private final Pattern pattern;

  /** A pattern. */
  public Glob(String glob) {
    StringBuilder regex = new StringBuilder();
    for (char character : glob.toCharArray()) {
      switch (character) {
        case '*' -> regex.append(".*");
        case '?' -> regex.append('.');
        default -> regex.append(Pattern.quote(String.valueOf(character)));
      }
    }
    pattern = Pattern.compile(regex.toString(), Pattern.DOTALL);
  }

  /** Whether a text has a {@code *} or {@code ?}. */
  public static boolean isGlob(String text) {
    return text.indexOf('*') >= 0 || text.indexOf('?') >= 0;
  }

  /** Whether the whole name fits. */
  public boolean matches(String name) {
    return pattern.matcher(name).matches();
  }
}
