package org.interfuse.source;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.interfuse.source.text.Decimals;
import org.interfuse.source.text.TextColumn;

/**
 * The classes in a column. Texts that are equal numbers ({@code 1} and {@code 1.0}) are one class.
 *
 * @param names in the order of predictions: as given; or by number if all are numbers; or by text
 * @param indices per level of the column its class, or -1 if it is none
 */
record Classes(List<String> names, int[] indices) {

  /** The class of a level, or -1. */
  int index(int level) {
    return indices[level];
  }

  /** The classes given, or those that subjects have if none are. */
  static Classes of(List<String> given, SubjectColumn column) {
    List<String> names = given.isEmpty() ? found(column) : given;
    double[] numbers = names.stream().mapToDouble(Decimals::parseDouble).toArray();
    TextColumn texts = column.texts();
    int[] indices = new int[texts.levels()];
    for (int level = 0; level < indices.length; level++) {
      String text = texts.level(level);
      int index = names.indexOf(text);
      indices[level] = index >= 0 ? index : indexOf(numbers, Decimals.parseDouble(text));
    }
    return new Classes(names, indices);
  }

  private static int indexOf(double[] numbers, double wanted) {
    for (int i = 0; i < numbers.length; i++) {
      if (numbers[i] == wanted) {
        return i;
      }
    }
    return -1;
  }

  private static List<String> found(SubjectColumn column) {
    TreeSet<String> texts = new TreeSet<>();
    boolean[] seen = new boolean[column.texts().levels()];
    for (int i = 0; i < column.subjects(); i++) {
      if (column.level(i) >= 0) {
        seen[column.level(i)] = true;
      }
    }
    for (int level = 0; level < seen.length; level++) {
      if (seen[level]) {
        texts.add(column.texts().level(level));
      }
    }
    double[] numbers = texts.stream().mapToDouble(Decimals::parseDouble).toArray();
    if (Arrays.stream(numbers).anyMatch(Double::isNaN)) {
      return List.copyOf(texts);
    }
    TreeMap<Double, String> byNumber = new TreeMap<>();
    for (String text : texts) {
      byNumber.merge(Decimals.parseDouble(text) + 0.0, text, Classes::shorter);
    }
    return new ArrayList<>(byNumber.values());
  }

  private static String shorter(String left, String right) {
    return right.length() < left.length() ? right : left;
  }
}
