package org.interfuse.source;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Names of columns as people and messages use them. */
public final class ColumnNames {
  private static final int EXAMPLES = 5;

  private ColumnNames() {}

  /**
   * The names, those that repeat (but not the empty one) numbered {@code name#1}, {@code name#2}.
   */
  public static List<String> distinct(List<String> names) {
    Map<String, Integer> counts = new HashMap<>();
    names.forEach(name -> counts.merge(name, 1, Integer::sum));
    Map<String, Integer> seen = new HashMap<>();
    List<String> distinct = new ArrayList<>(names.size());
    for (String name : names) {
      boolean once = name.isEmpty() || counts.getOrDefault(name, 0) == 1;
      distinct.add(once ? name : name + "#" + seen.merge(name, 1, Integer::sum));
    }
    return distinct;
  }

  /** {@code name} of {@code name#2}; the name itself if it is not numbered. */
  static String withoutNumber(String name) {
    int mark = name.lastIndexOf('#');
    boolean numbered =
        mark > 0
            && mark < name.length() - 1
            && name.substring(mark + 1).chars().allMatch(Character::isDigit);
    return numbered ? name.substring(0, mark) : name;
  }

  /** Up to five names, and how many more there are. */
  public static String examples(List<String> names) {
    String shown = String.join(", ", names.subList(0, Math.min(EXAMPLES, names.size())));
    return names.size() <= EXAMPLES
        ? shown
        : shown + " and %,d more".formatted(names.size() - EXAMPLES);
  }

  /** What a file lacks and what it has beyond. */
  static String difference(List<String> lacking, List<String> unknown) {
    List<String> parts = new ArrayList<>();
    if (!lacking.isEmpty()) {
      parts.add("no " + examples(lacking));
    }
    if (!unknown.isEmpty()) {
      parts.add("also " + examples(unknown));
    }
    return String.join("; ", parts);
  }
}
