package org.interfuse.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.interfuse.modality.TextData;
import org.interfuse.preprocessing.SequenceFeatures;
import org.interfuse.preprocessing.TokenCounts;

/** Texts as {@code check} describes them: figures, and no word of theirs. */
final class TextPicture {
  private TextPicture() {}

  /** One line: how many texts, how long they are, and what of them is not read. */
  static String describe(TextData text, SequenceFeatures words) {
    List<String> parts = new ArrayList<>();
    parts.add(count("%,d texts", words.rows()));
    if (text.blank() > 0) {
      parts.add(count("%,d blank", text.blank()));
    }
    int[] lengths = IntStream.range(0, words.rows()).map(words::length).sorted().toArray();
    if (lengths.length > 0) {
      parts.add(count("median %,d tokens", lengths[lengths.length / 2]));
    }
    TokenCounts counts = words.counts();
    if (counts != null) {
      parts.add(
          count("%,d texts cut to ", counts.cutRows())
              + count("%,d tokens", words.sequence().longest()));
      parts.add(count("vocabulary of %,d", words.sequence().vocabulary() - 1));
      double share = 100.0 * counts.unknown() / Math.max(1, counts.tokens());
      parts.add(String.format(Locale.ROOT, "%.1f %% of tokens unknown", share));
    }
    return String.join(", ", parts);
  }

  private static String count(String format, int value) {
    return String.format(Locale.ROOT, format, value);
  }
}
