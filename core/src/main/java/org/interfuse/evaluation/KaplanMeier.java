package org.interfuse.evaluation;

import java.util.Arrays;
import org.interfuse.target.Target;

/**
 * The product-limit estimate of a survival function (Kaplan and Meier 1958): a right-continuous
 * step function, 1 before the first step, constant after the last one. At equal times events come
 * before censorings. Immutable: the arrays are shared, do not write to them.
 */
public final class KaplanMeier {
  /** Products of fractions that should be one half miss it by rounding. */
  private static final double ROUNDING = 1e-12;

  private final double[] times;
  private final double[] survival;

  private KaplanMeier(double[] times, double[] survival) {
    this.times = times;
    this.survival = survival;
  }

  /**
   * P(T > t), the survival function of the event.
   *
   * @param times [n], rows that are NaN are skipped
   * @param events [n], false where censored
   */
  public static KaplanMeier fit(double[] times, boolean[] events) {
    return estimate(times, events, true);
  }

  /** P(T > t) of the subjects who have the target. */
  public static KaplanMeier fit(Target.Survival target) {
    return fit(target.times(), target.events());
  }

  /**
   * P(C > t), the survival function of the censoring time. Who has the event at t has left before
   * those who are censored at t are counted.
   *
   * @param times [n], rows that are NaN are skipped
   * @param events [n], false where censored
   */
  public static KaplanMeier ofCensoring(double[] times, boolean[] events) {
    return estimate(times, events, false);
  }

  /** P(C > t) of the subjects who have the target. */
  public static KaplanMeier ofCensoring(Target.Survival target) {
    return ofCensoring(target.times(), target.events());
  }

  /** S(t), the probability to survive beyond {@code time}. */
  public double at(double time) {
    int index = Arrays.binarySearch(times, time);
    int last = index >= 0 ? index : -index - 2;
    return last < 0 ? 1 : survival[last];
  }

  /** S(t-), the limit from the left: the probability to survive up to {@code time}. */
  public double before(double time) {
    int index = Arrays.binarySearch(times, time);
    int last = (index >= 0 ? index : -index - 1) - 1;
    return last < 0 ? 1 : survival[last];
  }

  /** The smallest time at which S(t) is at most one half; NaN where it stays above. */
  public double median() {
    for (int i = 0; i < times.length; i++) {
      if (survival[i] <= 0.5 + ROUNDING) {
        return times[i];
      }
    }
    return Double.NaN;
  }

  /** The times of the steps, increasing. */
  public double[] times() {
    return times;
  }

  /** S(t) at {@link #times}. */
  public double[] survival() {
    return survival;
  }

  private static KaplanMeier estimate(double[] times, boolean[] events, boolean ofEvent) {
    if (times.length != events.length) {
      throw new IllegalArgumentException(
          "times and events must be equally long; found " + times.length + " and " + events.length);
    }
    int[] order = Sorting.ascending(times);
    int known = order.length;
    while (known > 0 && Double.isNaN(times[order[known - 1]])) {
      known--;
    }
    return steps(times, events, Arrays.copyOf(order, known), ofEvent);
  }

  private static KaplanMeier steps(double[] times, boolean[] events, int[] order, boolean ofEvent) {
    double[] stepTimes = new double[order.length];
    double[] values = new double[order.length];
    int steps = 0;
    double current = 1;
    for (int start = 0; start < order.length; ) {
      int end = Ranks.endOfTie(times, order, start);
      int seen = countEvents(events, order, start, end);
      int leaving = ofEvent ? seen : end - start - seen;
      int atRisk = order.length - start - (ofEvent ? 0 : seen);
      if (leaving > 0) {
        current *= (double) (atRisk - leaving) / atRisk;
        stepTimes[steps] = times[order[start]];
        values[steps++] = current;
      }
      start = end;
    }
    return new KaplanMeier(Arrays.copyOf(stepTimes, steps), Arrays.copyOf(values, steps));
  }

  private static int countEvents(boolean[] events, int[] order, int start, int end) {
    int count = 0;
    for (int i = start; i < end; i++) {
      count += events[order[i]] ? 1 : 0;
    }
    return count;
  }
}
