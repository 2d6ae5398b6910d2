package org.interfuse.evaluation;

import java.util.ArrayList;
import java.util.List;
import org.interfuse.target.Target;

/**
 * Predicted probabilities or numbers beside what happened, in bins of equally many subjects
 * (quantiles); equal predictions share a bin. Bins of fewer than a smallest number of subjects are
 * merged with their neighbour, so no point stands for fewer.
 *
 * @param bins by ascending prediction
 */
public record CalibrationCurve(List<Bin> bins) {
  /** The most bins a curve has. */
  public static final int BINS = 10;

  public CalibrationCurve {
    bins = List.copyOf(bins);
  }

  /**
   * One point of the curve.
   *
   * @param count subjects
   * @param predicted their mean predicted probability, or number
   * @param observed the share that had it, or the mean of what was observed, with its interval
   */
  public record Bin(int count, double predicted, Estimate observed) {}

  /**
   * Yes or no: the share of positives with Wilson's interval.
   *
   * @param positive [n]
   * @param probabilities [n] of being positive
   * @param smallest fewest subjects in a bin, 1 or more; no bins where n is less
   * @param level of the intervals, between 0 and 1
   */
  public static CalibrationCurve of(
      boolean[] positive, double[] probabilities, int smallest, double level) {
    List<Bin> bins = new ArrayList<>();
    for (int[] members : members(probabilities, smallest)) {
      int count = 0;
      for (int i : members) {
        count += positive[i] ? 1 : 0;
      }
      Estimate observed = Wilson.of(count, members.length, level);
      bins.add(new Bin(members.length, mean(probabilities, members), observed));
    }
    return new CalibrationCurve(bins);
  }

  /**
   * Survival up to a time: predicted probability of the event until then beside 1 − Kaplan–Meier,
   * with Greenwood's variance on the scale of log(−log S) (Kalbfleisch and Prentice 2002).
   *
   * @param truth n subjects, none missing
   * @param probabilities [n] of the event until {@code time}
   * @param smallest fewest subjects in a bin, 1 or more
   * @param level of the intervals, between 0 and 1
   */
  public static CalibrationCurve of(
      Target.Survival truth, double[] probabilities, double time, int smallest, double level) {
    List<Bin> bins = new ArrayList<>();
    for (int[] members : members(probabilities, smallest)) {
      Target.Survival own = truth.select(members);
      Estimate survival = KaplanMeierInterval.at(own.times(), own.events(), time, level);
      Estimate observed =
          new Estimate(
              1 - survival.value(),
              1 - survival.upper(),
              1 - survival.lower(),
              level,
              survival.count());
      bins.add(new Bin(members.length, mean(probabilities, members), observed));
    }
    return new CalibrationCurve(bins);
  }

  /**
   * Numbers: the mean of what was observed with its t interval, per bin of similar predictions.
   *
   * @param observed [n]
   * @param predicted [n]
   * @param smallest fewest subjects in a bin, 1 or more; no bins where n is less
   * @param level of the intervals, between 0 and 1
   */
  public static CalibrationCurve ofMeans(
      double[] observed, double[] predicted, int smallest, double level) {
    List<Bin> bins = new ArrayList<>();
    for (int[] members : members(predicted, smallest)) {
      double[] own = java.util.Arrays.stream(members).mapToDouble(i -> observed[i]).toArray();
      Estimate mean = Intervals.overFolds(own, new double[own.length], level); // nothing is shared
      bins.add(new Bin(members.length, mean(predicted, members), mean));
    }
    return new CalibrationCurve(bins);
  }

  private static double mean(double[] values, int[] members) {
    double sum = 0;
    for (int i : members) {
      sum += values[i];
    }
    return sum / members.length;
  }

  /** The subjects of each bin; none where a prediction is NaN. */
  private static List<int[]> members(double[] values, int smallest) {
    int n = values.length;
    List<int[]> bins = new ArrayList<>();
    if (smallest < 1) {
      throw new IllegalArgumentException("smallest must be at least 1; found " + smallest);
    }
    int wanted = Math.min(BINS, n / smallest);
    if (wanted == 0 || Sorting.hasNaN(values)) {
      return bins;
    }
    int[] order = Sorting.ascending(values);
    int start = 0;
    for (int b = 1; start < n; b++) {
      int goal = b >= wanted ? n : Math.max((int) ((long) b * n / wanted), start + smallest);
      int end = goal >= n ? n : Ranks.endOfTie(values, order, goal - 1);
      end = n - end < smallest ? n : end;
      bins.add(java.util.Arrays.copyOfRange(order, start, end));
      start = end;
    }
    return bins;
  }
}
