package org.interfuse.evaluation;

/**
 * Weighted share of comparable pairs whose order of risk agrees with the order of their times. A
 * pair is comparable where the earlier time is an event; of equal times the event comes before a
 * censoring, and two events at one time are not comparable. A pair of equal risks counts half.
 * These are the rules of R's {@code survival::concordance}. Times are equal only if identical.
 */
final class Concordance {
  private Concordance() {}

  /**
   * O(n log n): subjects enter a Fenwick tree over the ranks of risk in descending order of time.
   *
   * @param weights per subject, of the pairs in which the subject has the earlier event
   * @return NaN where the comparable pairs have no weight
   */
  static double of(double[] times, boolean[] events, double[] risk, double[] weights) {
    int[] order = Sorting.ascending(times);
    int[] ranks = Ranks.dense(risk);
    RankCounts later = new RankCounts(ranks.length);
    double concordant = 0;
    double comparable = 0;
    int end = order.length;
    while (end > 0) {
      int start = startOfTie(times, order, end);
      later.addAll(ranks, events, false, order, start, end);
      for (int i = start; i < end; i++) {
        int subject = order[i];
        if (events[subject]) {
          int rank = ranks[subject];
          double below = later.upTo(rank - 1);
          double equal = later.upTo(rank) - below;
          concordant += weights[subject] * (below + equal / 2);
          comparable += weights[subject] * later.total;
        }
      }
      later.addAll(ranks, events, true, order, start, end);
      end = start;
    }
    return comparable > 0 ? concordant / comparable : Double.NaN;
  }

  /**
   * The comparable pairs. Disjoint are k of them if the k-th event has k subjects after it: then
   * the first k events stand before the last k subjects, one each.
   */
  static Pairs pairs(double[] times, boolean[] events) {
    int[] order = Sorting.ascending(times);
    double comparable = 0;
    int disjoint = 0;
    int seen = 0;
    int end;
    for (int start = 0; start < order.length; start = end) {
      end = start;
      int together = 0;
      while (end < order.length && times[order[end]] == times[order[start]]) {
        together += events[order[end++]] ? 1 : 0;
      }
      int after = order.length - start - together;
      comparable += (double) together * after;
      seen += together;
      disjoint = Math.max(disjoint, Math.min(seen, order.length - end));
    }
    return new Pairs(comparable, Math.max(disjoint, comparable > 0 ? 1 : 0));
  }

  private static int startOfTie(double[] times, int[] order, int end) {
    int start = end - 1;
    while (start > 0 && times[order[start - 1]] == times[order[end - 1]]) {
      start--;
    }
    return start;
  }

  /** How many subjects entered so far have a rank up to some rank (Fenwick 1994). */
  private static final class RankCounts {
    private final int[] tree;
    private int total;

    RankCounts(int ranks) {
      tree = new int[ranks + 1];
    }

    void addAll(int[] ranks, boolean[] events, boolean wanted, int[] order, int start, int end) {
      for (int i = start; i < end; i++) {
        if (events[order[i]] == wanted) {
          add(ranks[order[i]]);
        }
      }
    }

    private void add(int rank) {
      for (int node = rank; node < tree.length; node += node & -node) {
        tree[node]++;
      }
      total++;
    }

    int upTo(int rank) {
      int count = 0;
      for (int node = rank; node > 0; node -= node & -node) {
        count += tree[node];
      }
      return count;
    }
  }
}
