package org.interfuse.preprocessing.text;

import java.util.List;

/** Each word is a code: its place in the vocabulary, from 1. */
final class WordReader implements TokenReader {
  private final TokenTable vocabulary = new TokenTable();
  private final Words words = new Words(this::token);
  private IntList codes = new IntList();

  WordReader(List<String> tokens) {
    for (String token : tokens) {
      vocabulary.add(token.toCharArray(), 0, token.length());
    }
  }

  @Override
  public void read(String text, IntList into) {
    codes = into;
    words.read(text);
  }

  private void token(char[] text, int from, int to) {
    codes.add(vocabulary.find(text, from, to) + 1);
  }
}
