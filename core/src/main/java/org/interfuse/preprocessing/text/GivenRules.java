package org.interfuse.preprocessing.text;

import java.util.List;

/**
 * How a vocabulary of word pieces that others learnt is to be read (BERT; Devlin et al. 2019).
 *
 * @param clean whether control characters go, and every kind of space is one
 * @param ideographs whether a Chinese character is a word of its own
 * @param stripAccents whether letters lose their accents
 * @param lowerCase whether letters lose their case
 * @param continued what stands in front of a piece that does not begin a word
 * @param longestWord characters of a word; a longer one is unknown
 * @param marks texts that are one token wherever they stand, {@code [MASK]} for example
 */
record GivenRules(
    boolean clean,
    boolean ideographs,
    boolean stripAccents,
    boolean lowerCase,
    String continued,
    int longestWord,
    List<String> marks) {
  /** Between two columns that are joined, where the vocabulary has it. */
  static final String SEPARATOR = "[SEP]";

  private static final String CONTINUED = "##";
  private static final int LONGEST_WORD = 100;

  GivenRules {
    marks = List.copyOf(marks);
  }

  /** Those of BERT. */
  static GivenRules bert(boolean lowerCase, List<String> marks) {
    return new GivenRules(true, true, lowerCase, lowerCase, CONTINUED, LONGEST_WORD, marks);
  }

  /** As texts. */
  List<String> toTexts() {
    return List.of(
        Boolean.toString(clean),
        Boolean.toString(ideographs),
        Boolean.toString(stripAccents),
        Boolean.toString(lowerCase),
        continued,
        Integer.toString(longestWord));
  }

  static GivenRules ofTexts(List<String> texts, List<String> marks) {
    return new GivenRules(
        Boolean.parseBoolean(texts.get(0)),
        Boolean.parseBoolean(texts.get(1)),
        Boolean.parseBoolean(texts.get(2)),
        Boolean.parseBoolean(texts.get(3)),
        texts.get(4),
        Integer.parseInt(texts.get(5)),
        marks);
  }
}
