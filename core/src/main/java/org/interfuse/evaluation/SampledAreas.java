package org.interfuse.evaluation;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntUnaryOperator;
import java.util.function.ToDoubleFunction;

/**
 * Areas under the curve of samples of the same subjects: scores are put in order once, and a sample
 * costs time in proportion to its size. The same numbers as those of the sampled rows, to the bit.
 * Thread-safe.
 */
final class SampledAreas implements ToDoubleFunction<int[]> {
  private static final int UNKNOWN = -1;

  private final Column[] columns;

  /**
   * A class or label.
   *
   * @param codes per subject twice the place of its score among the distinct ones, plus 1 where the
   *     answer is yes; −1 where it is not known
   * @param distinct scores; NaN has the place after the last
   */
  private record Column(int[] codes, int distinct) {}

  SampledAreas(int columns) {
    this.columns = new Column[columns];
  }

  /**
   * Takes a class or label.
   *
   * @param answers per subject 1, 0, or −1 where it is not known
   * @param score how probable 1 was held
   */
  void put(int column, int subjects, IntUnaryOperator answers, IntToDoubleFunction score) {
    double[] scores = new double[subjects];
    Arrays.setAll(scores, score);
    int[] order = Sorting.ascending(scores);
    int[] codes = new int[subjects];
    int place = -1;
    double last = Double.NaN;
    for (int subject : order) {
      place += scores[subject] == last ? 0 : place >= 0 && Double.isNaN(last) ? 0 : 1;
      last = scores[subject];
      int answer = answers.applyAsInt(subject);
      codes[subject] = answer < 0 ? UNKNOWN : 2 * place + answer;
    }
    columns[column] = new Column(codes, Double.isNaN(last) ? place : place + 1);
  }

  /** Mean over the columns with both answers in the sample; NaN where there is none. */
  @Override
  public double applyAsDouble(int[] subjects) {
    double sum = 0;
    int count = 0;
    for (Column column : columns) {
      int[] counts = counts(column, subjects);
      long positives = answers(counts, 1);
      long negatives = answers(counts, 0);
      if (positives > 0 && negatives > 0) {
        sum += area(column, counts) / ((double) positives * negatives);
        count++;
      }
    }
    return count == 0 ? Double.NaN : sum / count;
  }

  private static int[] counts(Column column, int[] subjects) {
    int[] counts = new int[2 * column.distinct + 2];
    for (int subject : subjects) {
      int code = column.codes[subject];
      if (code != UNKNOWN) {
        counts[code]++;
      }
    }
    return counts;
  }

  private static long answers(int[] counts, int answer) {
    long sum = 0;
    for (int i = answer; i < counts.length; i += 2) {
      sum += counts[i];
    }
    return sum;
  }

  /** Pairs in the right order, ties half; NaN where a score is. */
  private static double area(Column column, int[] counts) {
    int unordered = 2 * column.distinct;
    if (counts[unordered] + counts[unordered + 1] > 0) {
      return Double.NaN;
    }
    long twice = 0;
    long below = 0;
    for (int i = 0; i < unordered; i += 2) {
      twice += counts[i + 1] * (2 * below + counts[i]);
      below += counts[i];
    }
    return twice / 2.0;
  }
}
