package org.interfuse.preprocessing.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.interfuse.modality.TextData;

/**
 * Reads a text as a published tokenizer does: what is a mark of it ({@code [MASK]}) is one token;
 * what is between is cut into words ({@link BertWords}), and these into the longest pieces ({@link
 * PieceReader}). Between columns that were joined stands {@code [SEP]}, where there is one.
 */
final class GivenReader implements TokenReader {
  private final PieceReader pieces;
  private final TokenTable tokens = new TokenTable();
  private final Pattern marks;

  GivenReader(List<String> vocabulary, GivenRules rules) {
    pieces =
        new PieceReader(
            vocabulary, rules.continued(), rules.longestWord(), sink -> new BertWords(rules, sink));
    vocabulary.forEach(token -> tokens.add(token.toCharArray(), 0, token.length()));
    List<String> wanted = new ArrayList<>(rules.marks());
    wanted.sort(Comparator.comparingInt(String::length).reversed()); // the longest that fits
    wanted.replaceAll(Pattern::quote);
    wanted.add(Pattern.quote(String.valueOf(TextData.SEPARATOR)));
    marks = Pattern.compile(String.join("|", wanted));
  }

  @Override
  public void read(String text, IntList into) {
    Matcher mark = marks.matcher(text);
    int from = 0;
    while (mark.find()) {
      words(text.substring(from, mark.start()), into);
      boolean column = text.charAt(mark.start()) == TextData.SEPARATOR;
      int code = code(column ? GivenRules.SEPARATOR : mark.group());
      if (!column || code > 0) {
        into.add(code);
      }
      from = mark.end();
    }
    words(text.substring(from), into);
  }

  private void words(String part, IntList into) {
    if (!part.isEmpty()) {
      pieces.read(part, into);
    }
  }

  private int code(String token) {
    return tokens.find(token.toCharArray(), 0, token.length()) + 1;
  }
}
