package org.interfuse.head;

import java.util.Arrays;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.interfuse.target.Target;

/** Chooses the ends of the intervals into which discrete-time hazards divide time. */
final class CutPoints {
  private CutPoints() {}

  /**
   * Exactly {@code intervals} increasing times above 0, the last at or after the last event: the
   * quantiles j/J of the event times. Where events share times, so that fewer quantiles differ, the
   * widest intervals are halved until there are enough. Without an event after time 0 the follow-up
   * is divided evenly.
   */
  static double[] of(Target.Survival training, int intervals) {
    double[] eventTimes =
        IntStream.range(0, training.size())
            .filter(i -> training.events()[i] && training.times()[i] > 0)
            .mapToDouble(i -> training.times()[i])
            .sorted()
            .toArray();
    return eventTimes.length == 0
        ? even(lastFollowUp(training), intervals)
        : halved(quantiles(eventTimes, intervals), intervals);
  }

  private static NavigableSet<Double> quantiles(double[] sorted, int intervals) {
    NavigableSet<Double> cuts = new TreeSet<>();
    for (int j = 1; j <= intervals; j++) {
      int rank = (int) (((long) j * sorted.length + intervals - 1) / intervals); // rounded up
      cuts.add(sorted[rank - 1]);
    }
    return cuts;
  }

  private static double[] halved(NavigableSet<Double> cuts, int intervals) {
    while (cuts.size() < intervals) {
      double start = 0;
      double widest = 0;
      double middle = 0;
      for (double end : cuts) {
        if (end - start > widest) {
          widest = end - start;
          middle = start + widest / 2;
        }
        start = end;
      }
      if (!cuts.add(middle)) {
        throw new IllegalArgumentException(
            "intervals: the event times are too close to 0 or to each other for " + intervals);
      }
    }
    return cuts.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static double lastFollowUp(Target.Survival training) {
    return Arrays.stream(training.times()).filter(time -> time > 0).max().orElse(1);
  }

  private static double[] even(double last, int intervals) {
    return IntStream.rangeClosed(1, intervals).mapToDouble(j -> last * j / intervals).toArray();
  }
}
