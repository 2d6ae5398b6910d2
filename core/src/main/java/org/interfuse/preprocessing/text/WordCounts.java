package org.interfuse.preprocessing.text;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.interfuse.modality.PackedTexts;

/** The distinct words of some texts, and how often each stands in them. */
final class WordCounts {
  private final TokenTable words = new TokenTable();
  private long[] counts = new long[1 << 10];

  static WordCounts of(PackedTexts texts, int[] rows) {
    WordCounts found = new WordCounts();
    Words reader = new Words(found::count);
    for (int row : rows) {
      reader.read(texts.get(row));
    }
    return found;
  }

  private void count(char[] text, int from, int to) {
    int word = words.add(text, from, to);
    if (word >= counts.length) {
      counts = Arrays.copyOf(counts, counts.length * 2);
    }
    counts[word]++;
  }

  /** How many words differ. */
  int size() {
    return words.size();
  }

  String word(int index) {
    return words.get(index);
  }

  long count(int index) {
    return counts[index];
  }

  /** The words that stand there often enough, the most frequent first, equals by their letters. */
  List<String> frequent(int most, int minimumCount) {
    return IntStream.range(0, size())
        .filter(word -> counts[word] >= minimumCount)
        .boxed()
        .sorted(Comparator.comparingLong((Integer word) -> -counts[word]).thenComparing(words::get))
        .limit(most)
        .map(words::get)
        .toList();
  }
}
