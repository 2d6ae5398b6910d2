package org.interfuse.init;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How the rows of a table seem to be identified.
 *
 * @param column the id column; null for none, so that rows can only be joined by position
 * @param keep how many leading characters agree with other tables; 0 for all
 * @param repeated whether a subject has several rows
 */
record IdChoice(@Nullable ColumnFacts column, int keep, boolean repeated) {
  private static final double SOME = 0.1;
  private static final int SHORTEST = 4;

  /**
   * Chooses for each table the column whose values stand in the most other tables; among equals one
   * named like an id, of texts, with a value of its own a row, early in the file.
   */
  static Map<FoundTable, IdChoice> choose(List<FoundTable> tables) {
    Map<FoundTable, IdChoice> choices = new HashMap<>();
    for (FoundTable table : tables) {
      IdChoice best = new IdChoice(null, 0, false);
      double bestScore = 0.5; // whole numbers that name nothing and agree with nothing are no ids
      for (ColumnFacts column : table.idCandidates()) {
        Agreement agreement = agreement(table, column, tables);
        double score = score(column, agreement.share());
        if (score > bestScore) {
          bestScore = score;
          best = new IdChoice(column, agreement.keep(), repeated(table, column, agreement.keep()));
        }
      }
      choices.put(table, best);
    }
    return choices;
  }

  private static double score(ColumnFacts column, double share) {
    return 2 * share
        + (column.isNamedLikeAnId() ? 0.8 : 0)
        + (column.isNamedLikeASubject() ? 0.5 : 0)
        + (column.number() ? 0 : 0.4)
        + (column.distinct() == column.rows() ? 0.3 : 0)
        + (column.index() == 0 ? 0.15 : 0)
        - (column.counts() ? 1.5 : 0);
  }

  /**
   * How a column agrees with columns of other tables.
   *
   * @param share of the smaller set of values that both have, the mean over the other tables
   * @param keep how many leading characters count for that; 0 for all
   */
  private record Agreement(double share, int keep) {}

  private static Agreement agreement(
      FoundTable table, ColumnFacts column, List<FoundTable> tables) {
    Set<String> values = table.values(column);
    double sum = 0;
    int keep = 0;
    for (FoundTable other : tables) {
      if (other != table) {
        Agreement best = best(values, other);
        sum += best.share();
        boolean shorter = best.keep() > 0 && (keep == 0 || best.keep() < keep);
        keep = shorter ? best.keep() : keep;
      }
    }
    return new Agreement(tables.size() < 2 ? 0 : sum / (tables.size() - 1), keep);
  }

  private static Agreement best(Set<String> values, FoundTable other) {
    Agreement best = new Agreement(0, 0);
    for (ColumnFacts candidate : other.idCandidates()) {
      Agreement found = compare(values, other.values(candidate));
      best = found.share() > best.share() ? found : best;
    }
    return best;
  }

  /** Whole values; where hardly one agrees, values cut to the length that the others all have. */
  private static Agreement compare(Set<String> ours, Set<String> theirs) {
    double whole = share(ours, theirs);
    int length = commonLength(theirs);
    if (whole >= SOME || length < SHORTEST) {
      return new Agreement(whole, 0);
    }
    Set<String> cut = cut(ours, length);
    boolean isCut = ours.stream().anyMatch(value -> value.length() > length);
    double share = share(cut, theirs);
    return isCut && share >= SOME
        ? new Agreement(0.9 * share, length)
        : reverse(ours, theirs, whole);
  }

  /** Ours may be the short ones: then they agree as they are, and the other table is cut. */
  private static Agreement reverse(Set<String> ours, Set<String> theirs, double whole) {
    int length = commonLength(ours);
    double share = length < SHORTEST ? 0 : share(ours, cut(theirs, length));
    return new Agreement(Math.max(whole, 0.9 * share), 0);
  }

  private static double share(Set<String> left, Set<String> right) {
    Set<String> both = new HashSet<>(left);
    both.retainAll(right);
    return (double) both.size() / Math.max(1, Math.min(left.size(), right.size()));
  }

  private static int commonLength(Set<String> values) {
    int[] lengths = values.stream().mapToInt(String::length).distinct().toArray();
    return lengths.length == 1 ? lengths[0] : 0;
  }

  private static Set<String> cut(Set<String> values, int length) {
    Set<String> cut = new HashSet<>();
    values.forEach(value -> cut.add(value.substring(0, Math.min(length, value.length()))));
    return cut;
  }

  private static boolean repeated(FoundTable table, ColumnFacts column, int keep) {
    Set<String> values = table.values(column);
    return (keep == 0 ? values : cut(values, keep)).size() < table.rows();
  }

  /**
   * Why a table cannot be joined to the cohort's, which is identified like this; empty if it can.
   *
   * @param id of the table
   */
  String problem(FoundTable cohort, FoundTable table, IdChoice id) {
    if (column == null || id.column() == null) {
      return table.rows() == cohort.rows() && column == null
          ? ""
          : "no ids were found to join it by";
    }
    Set<String> both = new HashSet<>(id.ids(table));
    both.retainAll(ids(cohort));
    return both.isEmpty() ? "it has no id in common with " + cohort.path() : "";
  }

  /** As a study writes it. */
  String yaml() {
    if (column == null) {
      return "rows                        # no ids were found: rows are joined by position";
    }
    if (keep == 0) {
      return Yaml.text(column.name());
    }
    String name = column.name().isEmpty() ? "" : "column: %s, ".formatted(Yaml.text(column.name()));
    return "{%skeep: %d}   # so many leading characters agree with the other files"
        .formatted(name, keep);
  }

  /** The ids themselves, cut. */
  Set<String> ids(FoundTable table) {
    if (column == null) {
      return Set.of();
    }
    Set<String> values = table.values(column);
    return keep == 0 ? values : cut(values, keep);
  }
}
