package org.interfuse.head;

import java.util.Arrays;

/**
 * Subjects grouped by their distinct times, earliest first: whoever is in group g or a later one is
 * at risk at the time of group g. Times are compared as doubles, so that two that differ only
 * beyond float32 are no tie. Within a group the censored come before the events, in the order
 * given.
 *
 * <p>Works on any right-censored sample of n subjects in O(n log n); immutable.
 */
final class RiskSets {
  private final double[] times;
  private final int[] order;
  private final int[] starts;
  private final int[] firstEvents;
  private final int eventCount;

  /**
   * Groups subjects.
   *
   * @param times per subject, none of them NaN
   * @param events per subject whether the time is that of the event
   */
  RiskSets(double[] times, boolean[] events) {
    this.times = distinct(times);
    int groups = this.times.length;
    int[] ends = new int[2 * groups];
    int[] bins = new int[times.length];
    for (int i = 0; i < times.length; i++) {
      bins[i] = 2 * Arrays.binarySearch(this.times, times[i] + 0.0) + (events[i] ? 1 : 0);
      ends[bins[i]]++;
    }
    for (int bin = 1; bin < ends.length; bin++) {
      ends[bin] += ends[bin - 1];
    }
    this.starts = new int[groups + 1];
    this.firstEvents = new int[groups];
    for (int g = 0; g < groups; g++) {
      starts[g + 1] = ends[2 * g + 1];
      firstEvents[g] = ends[2 * g];
    }
    this.order = new int[times.length];
    for (int i = times.length - 1; i >= 0; i--) {
      order[--ends[bins[i]]] = i;
    }
    int count = 0;
    for (boolean event : events) {
      count += event ? 1 : 0;
    }
    this.eventCount = count;
  }

  private static double[] distinct(double[] times) {
    double[] sorted = new double[times.length];
    for (int i = 0; i < times.length; i++) {
      sorted[i] = times[i] + 0.0; // turns -0.0 into 0.0, which sorting would tell apart
    }
    Arrays.sort(sorted);
    int count = 0;
    for (double time : sorted) {
      if (count == 0 || time != sorted[count - 1]) {
        sorted[count++] = time;
      }
    }
    return Arrays.copyOf(sorted, count);
  }

  int groups() {
    return times.length;
  }

  /** Number of events in all groups. */
  int eventCount() {
    return eventCount;
  }

  double time(int group) {
    return times[group];
  }

  /** Number of events in a group. */
  int events(int group) {
    return starts[group + 1] - firstEvents[group];
  }

  /** First position of a group's censored subjects; they end at {@link #firstEvent}. */
  int firstCensored(int group) {
    return starts[group];
  }

  /** First position of a group's events; they end at {@link #end}. */
  int firstEvent(int group) {
    return firstEvents[group];
  }

  /** The position after a group's last subject. */
  int end(int group) {
    return starts[group + 1];
  }

  /** The subject at a position. */
  int subject(int position) {
    return order[position];
  }
}
