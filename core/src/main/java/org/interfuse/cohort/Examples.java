package org.interfuse.cohort;

import java.util.List;

/** A few of many, for messages. */
final class Examples {
  private static final int MOST = 5;

  private Examples() {}

  /** The first five, and a sign that there are more. */
  static String of(List<String> all) {
    String first = String.join(", ", all.subList(0, Math.min(MOST, all.size())));
    return all.size() > MOST ? first + ", …" : first;
  }
}
