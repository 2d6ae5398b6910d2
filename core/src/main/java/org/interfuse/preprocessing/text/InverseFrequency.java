package org.interfuse.preprocessing.text;

import java.util.Arrays;
import java.util.List;
import org.interfuse.modality.PackedTexts;
import org.interfuse.preprocessing.FeatureShape;
import org.interfuse.preprocessing.WideFeatures;

/**
 * Weights of counted tokens (TF-IDF): a token that stands t times in a text counts (1 + ln t) · (1
 * + ln((1 + n) / (1 + d))) where d of the n training texts have it, and a text's weights have norm
 * 1. What is not in the vocabulary does not count.
 */
final class InverseFrequency {
  private final double[] weights;

  /**
   * @param frequencies d per token of the vocabulary
   * @param texts n
   */
  InverseFrequency(int[] frequencies, int texts) {
    weights = new double[frequencies.length];
    for (int token = 0; token < weights.length; token++) {
      weights[token] = 1 + Math.log((1.0 + texts) / (1.0 + frequencies[token]));
    }
  }

  /**
   * In how many of some texts each token of a vocabulary stands.
   *
   * @param size of the vocabulary, without code 0
   */
  static int[] frequencies(PackedTexts texts, int[] rows, TokenReader reader, int size) {
    int[] frequencies = new int[size];
    int[] lastRow = new int[size];
    Arrays.fill(lastRow, -1);
    IntList codes = new IntList();
    for (int row : rows) {
      codes.cut(0);
      reader.read(texts.get(row), codes);
      for (int i = 0; i < codes.size(); i++) {
        int token = codes.get(i) - 1;
        if (token >= 0 && lastRow[token] != row) {
          lastRow[token] = row;
          frequencies[token]++;
        }
      }
    }
    return frequencies;
  }

  /**
   * The weights of all texts.
   *
   * @param names of the vocabulary's tokens
   * @param training the same object for all that was fitted alike
   */
  WideFeatures columns(PackedTexts texts, TokenReader reader, List<String> names, Object training) {
    int[] starts = new int[texts.size() + 1];
    IntList columns = new IntList();
    float[] values = new float[1 << 10];
    IntList codes = new IntList();
    for (int row = 0; row < texts.size(); row++) {
      codes.cut(0);
      reader.read(texts.get(row), codes);
      Arrays.sort(codes.numbers(), 0, codes.size());
      int first = columns.size();
      double squares = 0;
      for (int from = 0; from < codes.size(); ) {
        int to = from;
        while (to < codes.size() && codes.get(to) == codes.get(from)) {
          to++;
        }
        if (codes.get(from) > 0) {
          int token = codes.get(from) - 1;
          double weight = (1 + Math.log(to - from)) * weights[token];
          squares += weight * weight;
          if (columns.size() == values.length) {
            values = Arrays.copyOf(values, columns.size() + columns.size() / 2);
          }
          values[columns.size()] = (float) weight;
          columns.add(token);
        }
        from = to;
      }
      for (int at = first; at < columns.size(); at++) {
        values[at] = (float) (values[at] / Math.sqrt(squares));
      }
      starts[row + 1] = columns.size();
    }
    float[] ones = new float[weights.length];
    Arrays.fill(ones, 1);
    TermMatrix matrix =
        new TermMatrix(
            weights.length, starts, columns.toArray(), Arrays.copyOf(values, columns.size()));
    return WideFeatures.uncentred(
        matrix, FeatureShape.ofWide(names, null), /* logarithm= */ false, ones, training);
  }
}
