package org.interfuse.preprocessing.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * Learns pieces of words by joining, time and again, the two neighbours that stand beside each
 * other most often (byte-pair encoding; Sennrich et al. 2016), from single characters on. Of pairs
 * that are equally frequent the one whose texts come first is joined.
 */
final class PieceLearner {
  private final List<String> texts = new ArrayList<>();
  private final Map<String, Integer> numbers = new HashMap<>();
  private final int[][] words;
  private final long[] counts;
  private final Map<Long, Long> pairCounts = new HashMap<>();
  private final Map<Long, Set<Integer>> wordsOfPair = new HashMap<>();
  private final PriorityQueue<Candidate> queue;

  private record Candidate(long pair, long count) {}

  private PieceLearner(WordCounts found, int minimumCount) {
    Comparator<Candidate> order =
        Comparator.comparingLong((Candidate candidate) -> -candidate.count())
            .thenComparing(candidate -> text(left(candidate.pair())))
            .thenComparing(candidate -> text(right(candidate.pair())));
    queue = new PriorityQueue<>(order);
    int kept = 0;
    int[] frequent = new int[found.size()];
    for (int word = 0; word < frequent.length; word++) {
      if (found.count(word) >= minimumCount) {
        frequent[kept++] = word;
      }
    }
    words = new int[kept][];
    counts = new long[kept];
    for (int i = 0; i < kept; i++) {
      words[i] = characters(found.word(frequent[i]));
      counts[i] = found.count(frequent[i]);
    }
  }

  /**
   * Learns.
   *
   * @param most pieces there may be
   * @param minimumCount a word, or a pair, that stands there less often teaches nothing
   */
  static List<String> learn(WordCounts words, int most, int minimumCount) {
    return new PieceLearner(words, minimumCount).learn(most, minimumCount);
  }

  private int[] characters(String word) {
    int[] points = word.codePoints().toArray();
    int[] symbols = new int[points.length];
    for (int i = 0; i < points.length; i++) {
      String character = Character.toString(points[i]);
      symbols[i] = number(i == 0 ? character : PieceReader.CONTINUED + character);
    }
    return symbols;
  }

  private int number(String text) {
    return numbers.computeIfAbsent(
        text,
        added -> {
          texts.add(added);
          return texts.size() - 1;
        });
  }

  private String text(int symbol) {
    return texts.get(symbol);
  }

  private List<String> learn(int most, int minimumCount) {
    Set<String> found = new LinkedHashSet<>(characters(most));
    for (int word = 0; word < words.length; word++) {
      count(word, 1);
    }
    pairCounts.forEach((pair, count) -> queue.add(new Candidate(pair, count)));
    while (found.size() < most && !queue.isEmpty()) {
      Candidate best = queue.poll();
      long count = pairCounts.getOrDefault(best.pair(), 0L);
      if (count != best.count()) {
        continue; // a newer entry says how often it stands there now
      }
      if (count < minimumCount) {
        break;
      }
      found.add(text(join(best.pair())));
    }
    return List.copyOf(found);
  }

  /** The most frequent ones where there are too many. */
  private List<String> characters(int most) {
    long[] frequency = new long[texts.size()];
    for (int word = 0; word < words.length; word++) {
      for (int symbol : words[word]) {
        frequency[symbol] += counts[word];
      }
    }
    return java.util.stream.IntStream.range(0, texts.size())
        .boxed()
        .sorted(
            Comparator.comparingLong((Integer symbol) -> -frequency[symbol])
                .thenComparing(this::text))
        .limit(most)
        .map(this::text)
        .toList();
  }

  /** Joins a pair wherever it stands; the number of what comes of it. */
  private int join(long pair) {
    String right = text(right(pair)).substring(PieceReader.CONTINUED.length());
    int joined = number(text(left(pair)) + right);
    Set<Integer> where = wordsOfPair.getOrDefault(pair, Set.of());
    Set<Long> touched = new HashSet<>();
    for (int word : where.stream().sorted().toList()) {
      touched.addAll(count(word, -1));
      words[word] = joined(words[word], pair, joined);
      touched.addAll(count(word, 1));
    }
    wordsOfPair.remove(pair);
    for (long one : touched) {
      long count = pairCounts.getOrDefault(one, 0L);
      if (count > 0) {
        queue.add(new Candidate(one, count));
      } else {
        pairCounts.remove(one);
        wordsOfPair.remove(one);
      }
    }
    return joined;
  }

  private static int[] joined(int[] symbols, long pair, int joined) {
    int[] result = new int[symbols.length];
    int size = 0;
    for (int i = 0; i < symbols.length; i++) {
      boolean here = i + 1 < symbols.length && pair(symbols[i], symbols[i + 1]) == pair;
      result[size++] = here ? joined : symbols[i];
      i += here ? 1 : 0;
    }
    return java.util.Arrays.copyOf(result, size);
  }

  /** Adds or takes away the pairs of a word, and says which. */
  private Set<Long> count(int word, int sign) {
    Set<Long> pairs = new HashSet<>();
    int[] symbols = words[word];
    for (int i = 0; i + 1 < symbols.length; i++) {
      long pair = pair(symbols[i], symbols[i + 1]);
      pairs.add(pair);
      pairCounts.merge(pair, sign * counts[word], Long::sum);
      if (sign > 0) {
        wordsOfPair.computeIfAbsent(pair, absent -> new HashSet<>()).add(word);
      }
    }
    return pairs;
  }

  private static long pair(int left, int right) {
    return (long) left << 32 | right;
  }

  private static int left(long pair) {
    return (int) (pair >>> 32);
  }

  private static int right(long pair) {
    return (int) pair;
  }
}
