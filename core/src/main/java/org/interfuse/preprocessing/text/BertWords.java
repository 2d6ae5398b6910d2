package org.interfuse.preprocessing.text;

import java.text.Normalizer;

/**
 * Cuts a text into words as BERT does (Devlin et al. 2019): control characters go and spaces of
 * every kind divide; Chinese characters and punctuation are words of their own; letters lose
 * accents (NFD without nonspacing marks) and case, one by one. Which of these, the {@link
 * GivenRules} say. It is what Hugging Face's BertNormalizer and BertPreTokenizer do.
 */
final class BertWords implements WordSplitter {
  private static final int REPLACEMENT = 0xFFFD;
  private static final int CAPITAL_I_WITH_DOT = 0x130; // of all letters the one that becomes two

  /** First and last of the blocks that count as Chinese; the gap after 2B81F is theirs. */
  private static final int[][] IDEOGRAPHS = {
    {0x3400, 0x4DBF},
    {0x4E00, 0x9FFF},
    {0xF900, 0xFAFF},
    {0x20000, 0x2A6DF},
    {0x2A700, 0x2B73F},
    {0x2B740, 0x2B81F},
    {0x2B920, 0x2CEAF},
    {0x2F800, 0x2FA1F},
  };

  private final GivenRules rules;
  private final Words.Sink sink;
  private final StringBuilder cleaned = new StringBuilder();
  private final StringBuilder lowered = new StringBuilder();
  private char[] text = new char[0];

  BertWords(GivenRules rules, Words.Sink sink) {
    this.rules = rules;
    this.sink = sink;
  }

  @Override
  public void read(String written) {
    clean(written);
    lower(
        rules.stripAccents()
            ? Normalizer.normalize(cleaned, Normalizer.Form.NFD)
            : cleaned.toString());
    int length = lowered.length();
    if (text.length < length) {
      text = new char[length + length / 2];
    }
    lowered.getChars(0, length, text, 0);
    split(length);
  }

  private void clean(String written) {
    cleaned.setLength(0);
    for (int at = 0; at < written.length(); ) {
      int point = written.codePointAt(at);
      at += Character.charCount(point);
      if (rules.clean() && (point == 0 || point == REPLACEMENT || isControl(point))) {
        continue;
      }
      if (rules.ideographs() && isIdeograph(point)) {
        cleaned.append(' ').appendCodePoint(point).append(' ');
      } else {
        cleaned.appendCodePoint(rules.clean() && isSpace(point) ? ' ' : point);
      }
    }
  }

  private void lower(String normal) {
    lowered.setLength(0);
    for (int at = 0; at < normal.length(); ) {
      int point = normal.codePointAt(at);
      at += Character.charCount(point);
      if (rules.stripAccents() && Character.getType(point) == Character.NON_SPACING_MARK) {
        continue;
      }
      if (!rules.lowerCase()) {
        lowered.appendCodePoint(point);
      } else if (point == CAPITAL_I_WITH_DOT) {
        lowered.append("i\u0307");
      } else {
        lowered.appendCodePoint(Character.toLowerCase(point));
      }
    }
  }

  private void split(int length) {
    int from = 0;
    int at = 0;
    while (at < length) {
      int point = Character.codePointAt(text, at, length);
      int behind = at + Character.charCount(point);
      boolean mark = isPunctuation(point);
      if (mark || isSpace(point)) {
        hand(from, at);
        from = behind;
      }
      if (mark) {
        hand(at, behind);
      }
      at = behind;
    }
    hand(from, length);
  }

  private void hand(int from, int to) {
    if (to > from) {
      sink.token(text, from, to);
    }
  }

  private static boolean isIdeograph(int point) {
    for (int[] block : IDEOGRAPHS) {
      if (point >= block[0] && point <= block[1]) {
        return true;
      }
    }
    return false;
  }

  /** Unicode's White_Space. */
  private static boolean isSpace(int point) {
    return point >= 0x9 && point <= 0xD
        || point == 0x85
        || Character.getType(point) == Character.SPACE_SEPARATOR
        || Character.getType(point) == Character.LINE_SEPARATOR
        || Character.getType(point) == Character.PARAGRAPH_SEPARATOR;
  }

  private static boolean isControl(int point) {
    if (point == '\t' || point == '\n' || point == '\r') {
      return false;
    }
    return switch (Character.getType(point)) {
      case Character.CONTROL, Character.FORMAT, Character.PRIVATE_USE -> true;
      default -> false;
    };
  }

  private static boolean isPunctuation(int point) {
    if (point < 128) {
      return point > ' ' && point < 127 && !Character.isLetterOrDigit(point);
    }
    return switch (Character.getType(point)) {
      case Character.CONNECTOR_PUNCTUATION,
          Character.DASH_PUNCTUATION,
          Character.START_PUNCTUATION,
          Character.END_PUNCTUATION,
          Character.INITIAL_QUOTE_PUNCTUATION,
          Character.FINAL_QUOTE_PUNCTUATION,
          Character.OTHER_PUNCTUATION ->
          true;
      default -> false;
    };
  }
}
