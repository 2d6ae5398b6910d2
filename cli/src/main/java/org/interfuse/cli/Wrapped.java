package org.interfuse.cli;

import java.util.regex.Pattern;

/** Text in lines that fit a terminal. */
final class Wrapped {
  private static final int WIDEST = 100;

  /** Between words, but not between a figure and its interval, or inside that. */
  private static final Pattern BREAK = Pattern.compile(" (?!\\[[+-]?\\d|[+-]?[\\d.]+\\])");

  private Wrapped() {}

  /**
   * A line of at most {@value #WIDEST} characters, or several whose words go on indented. A figure
   * stays with its interval.
   */
  static String of(String words) {
    StringBuilder text = new StringBuilder();
    int width = 0;
    for (String word : BREAK.split(words)) {
      if (width > 0 && width + 1 + word.length() > WIDEST) {
        text.append("\n ");
        width = 1;
      }
      text.append(width > 0 ? " " : "").append(word);
      width += (width > 0 ? 1 : 0) + word.length();
    }
    return text.append('\n').toString();
  }
}
