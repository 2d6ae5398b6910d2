package org.interfuse.preprocessing.text;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * Cuts each word into the longest pieces of a vocabulary, from its start on (WordPiece; Schuster
 * and Nakajima 2012). A piece that does not begin a word is written with {@code ##} in front. A
 * word that cannot be cut is unknown as a whole. Words that were cut once are remembered.
 */
final class PieceReader implements TokenReader {
  /** In front of a piece that does not begin a word. */
  static final String CONTINUED = "##";

  /** Characters of a word that is cut. */
  static final int LONGEST_WORD = 100;

  private static final int MOST_REMEMBERED = 1 << 20;

  private final TokenTable pieces = new TokenTable();
  private final WordSplitter words;
  private final int prefix;
  private final int longest;
  private final char[] candidate;
  private final IntList cut = new IntList();
  private TokenTable seen = new TokenTable();
  private int[] firstPiece = new int[1 << 10];
  private IntList remembered = new IntList();
  private IntList codes = new IntList();

  /** Of pieces that were learnt here. */
  PieceReader(List<String> tokens) {
    this(tokens, CONTINUED, LONGEST_WORD, Words::new);
  }

  /**
   * Of pieces of any origin.
   *
   * @param continued what stands in front of a piece that does not begin a word
   * @param longest characters of a word; a longer one is unknown
   * @param words makes what cuts texts into words
   */
  PieceReader(
      List<String> tokens,
      String continued,
      int longest,
      Function<Words.Sink, WordSplitter> words) {
    for (String token : tokens) {
      pieces.add(token.toCharArray(), 0, token.length());
    }
    this.words = words.apply(this::word);
    this.prefix = continued.length();
    this.longest = longest;
    this.candidate = new char[prefix + 2 * longest]; // a character is one char or two
    continued.getChars(0, prefix, candidate, 0);
  }

  @Override
  public void read(String text, IntList into) {
    codes = into;
    words.read(text);
  }

  private void word(char[] text, int from, int to) {
    int known = seen.find(text, from, to);
    if (known < 0) {
      known = remember(text, from, to);
    }
    for (int at = firstPiece[known]; at < firstPiece[known + 1]; at++) {
      codes.add(remembered.get(at));
    }
  }

  private int remember(char[] text, int from, int to) {
    if (seen.size() == MOST_REMEMBERED) {
      seen = new TokenTable();
      remembered = new IntList();
    }
    int word = seen.add(text, from, to);
    if (word + 2 > firstPiece.length) {
      firstPiece = Arrays.copyOf(firstPiece, firstPiece.length * 2);
    }
    firstPiece[word] = remembered.size();
    cut(text, from, to);
    for (int i = 0; i < cut.size(); i++) {
      remembered.add(cut.get(i));
    }
    firstPiece[word + 1] = remembered.size();
    return word;
  }

  /** The codes of a word's pieces, or 0. */
  private void cut(char[] text, int from, int to) {
    cut.cut(0);
    int at = from;
    boolean tooLong = Character.codePointCount(text, from, to - from) > longest;
    while (at < to && !tooLong) {
      int end = to;
      int piece = piece(text, from, at, end);
      while (piece < 0 && --end > at) {
        piece = piece(text, from, at, end);
      }
      if (piece < 0) {
        break;
      }
      cut.add(piece + 1);
      at = end;
    }
    if (at < to) {
      cut.cut(0);
      cut.add(0);
    }
  }

  private int piece(char[] text, int word, int from, int to) {
    if (from == word) {
      return pieces.find(text, from, to);
    }
    System.arraycopy(text, from, candidate, prefix, to - from);
    return pieces.find(candidate, 0, prefix + to - from);
  }
}
