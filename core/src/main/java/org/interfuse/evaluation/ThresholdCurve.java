package org.interfuse.evaluation;

import java.util.Arrays;

/**
 * What a score tells apart at every threshold: true positives, false positives, precision. Equal
 * scores cross a threshold together.
 *
 * @param positives how many
 * @param negatives how many
 * @param truePositives at each distinct threshold, from the highest, after a first entry of none
 * @param falsePositives likewise
 */
public record ThresholdCurve(
    int positives, int negatives, int[] truePositives, int[] falsePositives) {
  /**
   * Counts.
   *
   * @param positive [n]
   * @param scores [n], higher means rather positive; none NaN
   */
  public static ThresholdCurve of(boolean[] positive, double[] scores) {
    int[] order = Sorting.ascending(scores);
    int n = order.length;
    int[] hits = new int[n + 1];
    int[] alarms = new int[n + 1];
    int points = 1;
    int i = n - 1;
    while (i >= 0) {
      hits[points] = hits[points - 1];
      alarms[points] = alarms[points - 1];
      double score = scores[order[i]];
      for (; i >= 0 && scores[order[i]] == score; i--) {
        if (positive[order[i]]) {
          hits[points]++;
        } else {
          alarms[points]++;
        }
      }
      points++;
    }
    return new ThresholdCurve(
        hits[points - 1],
        alarms[points - 1],
        Arrays.copyOf(hits, points),
        Arrays.copyOf(alarms, points));
  }

  /**
   * The true positive rate at false positive rates, linear between thresholds; of several at one
   * rate the highest (Fawcett 2006). NaN where there are no positives or no negatives.
   *
   * @param rates in [0, 1]
   */
  public double[] sensitivity(double[] rates) {
    return Arrays.stream(rates).map(this::sensitivity).toArray();
  }

  private double sensitivity(double rate) {
    if (positives == 0 || negatives == 0) {
      return Double.NaN;
    }
    double wanted = rate * negatives;
    int last = 0;
    while (last + 1 < falsePositives.length && falsePositives[last + 1] <= wanted + 1e-9) {
      last++;
    }
    double hits = truePositives[last];
    if (last + 1 < falsePositives.length) {
      double step = falsePositives[last + 1] - falsePositives[last];
      double share = Math.max(0, wanted - falsePositives[last]) / step;
      hits += share * (truePositives[last + 1] - truePositives[last]);
    }
    return hits / positives;
  }

  /**
   * The precision at the highest threshold that reaches a recall; nothing is interpolated. NaN
   * where there are no positives.
   *
   * @param recalls in (0, 1]
   */
  public double[] precision(double[] recalls) {
    return Arrays.stream(recalls).map(this::precision).toArray();
  }

  private double precision(double recall) {
    if (positives == 0) {
      return Double.NaN;
    }
    int point = 1;
    while (truePositives[point] < recall * positives - 1e-9) {
      point++;
    }
    return (double) truePositives[point] / (truePositives[point] + falsePositives[point]);
  }
}
