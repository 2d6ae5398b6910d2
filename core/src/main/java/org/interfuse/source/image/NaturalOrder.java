package org.interfuse.source.image;

import java.util.Comparator;

/**
 * Names as people order them: numbers in them by value, {@code frame_2} before {@code frame_10}.
 */
public final class NaturalOrder implements Comparator<String> {
  @Override
  public int compare(String left, String right) {
    int i = 0;
    int j = 0;
    while (i < left.length() && j < right.length()) {
      int behindLeft = digits(left, i);
      int behindRight = digits(right, j);
      if (behindLeft > i && behindRight > j) {
        int order = numbers(left.substring(i, behindLeft), right.substring(j, behindRight));
        if (order != 0) {
          return order;
        }
        i = behindLeft;
        j = behindRight;
      } else if (left.charAt(i) != right.charAt(j)) {
        return Character.compare(left.charAt(i), right.charAt(j));
      } else {
        i++;
        j++;
      }
    }
    int order = Integer.compare(left.length() - i, right.length() - j);
    return order == 0 ? left.compareTo(right) : order; // 01 and 1 are not the same name
  }

  private static int digits(String text, int from) {
    int at = from;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    return at;
  }

  /** By value, however many digits. */
  private static int numbers(String left, String right) {
    String one = left.replaceFirst("^0+", "");
    String other = right.replaceFirst("^0+", "");
    int order = Integer.compare(one.length(), other.length());
    return order == 0 ? one.compareTo(other) : order;
  }
}
