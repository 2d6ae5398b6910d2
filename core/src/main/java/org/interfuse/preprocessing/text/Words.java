package org.interfuse.preprocessing.text;

import java.text.Normalizer;
import java.util.Locale;
import org.interfuse.modality.TextData;

/**
 * Cuts a text into words, lower-cased by no language's own rules ({@code Locale.ROOT}), in
 * Unicode's composed form (NFC). A word is a run of letters, marks, digits and underscores; an
 * apostrophe between letters belongs to it ({@code don't}). An ideograph, an emoji with all that
 * modifies it, and every other character that is no space is a token of its own; of one such
 * character repeated ({@code !!!}) up to three are one token. Between joined columns stands {@link
 * TextData#SEPARATOR}.
 */
final class Words implements WordSplitter {
  private static final int MOST_REPEATS = 3;
  private static final int JOINER = 0x200D;

  private final Sink sink;
  private char[] text = new char[0];
  private int length;

  /** Is given one token after another. */
  interface Sink {
    /** The characters from {@code from} to before {@code to}; the array is reused. */
    void token(char[] text, int from, int to);
  }

  Words(Sink sink) {
    this.sink = sink;
  }

  /** Hands every token of a text to the sink, in order. */
  @Override
  public void read(String written) {
    String normal =
        Normalizer.isNormalized(written, Normalizer.Form.NFC) ? written : composed(written);
    String lower = normal.toLowerCase(Locale.ROOT);
    length = lower.length();
    if (text.length < length) {
      text = new char[length + length / 2];
    }
    lower.getChars(0, length, text, 0);
    int at = 0;
    while (at < length) {
      at = next(at);
    }
  }

  private static String composed(String written) {
    return Normalizer.normalize(written, Normalizer.Form.NFC);
  }

  /** Reads what begins at a place, and says where it ends. */
  private int next(int from) {
    int point = point(from);
    int behind = from + Character.charCount(point);
    int to;
    if (Character.isIdeographic(point)) {
      to = behind;
    } else if (isOfWord(point)) {
      to = word(from);
    } else if (point == TextData.SEPARATOR) {
      to = behind;
    } else if (isSpace(point)) {
      return behind;
    } else if (isPictured(point)) {
      to = picture(behind);
    } else {
      to = repeated(point, behind);
    }
    sink.token(text, from, to);
    return to;
  }

  private int word(int from) {
    int at = from;
    while (at < length) {
      int point = point(at);
      if (isApostrophe(point)
          && at > from
          && at + 1 < length
          && Character.isLetter(point(at + 1))) {
        text[at] = '\'';
        at++;
      } else if (isOfWord(point) && !Character.isIdeographic(point)) {
        at += Character.charCount(point);
      } else {
        break;
      }
    }
    return at;
  }

  /** Past what modifies a picture, and past pictures that are joined to it. */
  private int picture(int from) {
    int at = from;
    while (at < length) {
      int point = point(at);
      if (point == JOINER && at + 1 < length) {
        at += 1 + Character.charCount(point(at + 1));
      } else if (modifies(point)) {
        at += Character.charCount(point);
      } else {
        break;
      }
    }
    return at;
  }

  private int repeated(int point, int from) {
    int at = from;
    int wanted = from + (MOST_REPEATS - 1) * Character.charCount(point);
    while (at < length && at < wanted && point(at) == point) {
      at += Character.charCount(point);
    }
    return at;
  }

  private int point(int at) {
    return Character.codePointAt(text, at, length);
  }

  private static boolean isOfWord(int point) {
    return Character.isLetterOrDigit(point) || point == '_' || isMark(point);
  }

  private static boolean isMark(int point) {
    int type = Character.getType(point);
    return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
  }

  private static boolean isApostrophe(int point) {
    return point == '\'' || point == 0x2019;
  }

  private static boolean isSpace(int point) {
    return Character.isWhitespace(point)
        || Character.isSpaceChar(point)
        || Character.getType(point) == Character.CONTROL
        || Character.getType(point) == Character.FORMAT;
  }

  private static boolean isPictured(int point) {
    return Character.getType(point) == Character.OTHER_SYMBOL;
  }

  /** Variation selectors, which are marks, skin tones, and keycaps. */
  private static boolean modifies(int point) {
    return point >= 0xFE00 && point <= 0xFE0F
        || point >= 0x1F3FB && point <= 0x1F3FF
        || point == 0x20E3;
  }
}
