package org.interfuse.cli;

/** Text in lines that fit a terminal. */
final class Wrapped {
  private static final int WIDEST = 100;

  private Wrapped() {}

  /** A line of at most {@value #WIDEST} characters, or several whose words go on indented. */
  static String of(String words) {
    StringBuilder text = new StringBuilder();
    int width = 0;
    for (String word : words.split(" ")) {
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
