package org.interfuse.comparison;

import java.util.List;

/** Lists in sentences. */
final class Words {
  private Words() {}

  /** {@code a, b and c}. */
  static String and(List<String> names) {
    int last = names.size() - 1;
    return last < 1
        ? String.join("", names)
        : String.join(", ", names.subList(0, last)) + " and " + names.get(last);
  }
}
