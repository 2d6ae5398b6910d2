package org.interfuse.baseline;

import java.util.stream.IntStream;

/**
 * Negative log partial likelihood of Cox (1972) over n, ties as Breslow (1974): −(1/n) Σ_events
 * [η_i − log Σ_{j: t_j ≥ t_i} exp η_j]. Value and derivatives take one pass over the rows sorted by
 * time.
 */
final class CoxLoss implements Loss {
  private final double[] times;
  private final boolean[] events;
  private final int[] order;
  private final double[] relative;
  private final double[] hazard;
  private final double[] squared;
  private final double[] atRisk;

  CoxLoss(double[] times, boolean[] events) {
    this.times = times;
    this.events = events;
    int n = times.length;
    this.order =
        IntStream.range(0, n)
            .boxed()
            .sorted((left, right) -> Double.compare(times[left], times[right]))
            .mapToInt(Integer::intValue)
            .toArray();
    this.relative = new double[n];
    this.hazard = new double[n];
    this.squared = new double[n];
    this.atRisk = new double[n];
  }

  @Override
  public int rows() {
    return times.length;
  }

  @Override
  public int outputs() {
    return 1;
  }

  @Override
  public boolean intercept() {
    return false;
  }

  @Override
  public double evaluate(double[] scores) {
    double largest = Double.NEGATIVE_INFINITY;
    for (double score : scores) {
      largest = Math.max(largest, score);
    }
    for (int i = 0; i < times.length; i++) {
      relative[i] = Math.exp(scores[i] - largest);
    }
    sumFromTheEnd(relative, atRisk);
    return accumulate(scores, largest) / times.length;
  }

  /** Walks forward in time: the cumulative Breslow hazard and Σ d/S², and the loss. */
  private double accumulate(double[] scores, double largest) {
    double sum = 0;
    double cumulative = 0;
    double cumulativeSquared = 0;
    for (int from = 0, to; from < order.length; from = to) {
      to = endOfTies(from);
      double risk = atRisk[order[from]];
      int deaths = 0;
      for (int position = from; position < to; position++) {
        if (events[order[position]]) {
          deaths++;
          sum += Math.log(risk) + largest - scores[order[position]];
        }
      }
      cumulative += deaths / risk;
      cumulativeSquared += deaths / (risk * risk);
      for (int position = from; position < to; position++) {
        hazard[order[position]] = cumulative;
        squared[order[position]] = cumulativeSquared;
      }
    }
    return sum;
  }

  private int endOfTies(int from) {
    int to = from + 1;
    while (to < order.length && times[order[to]] == times[order[from]]) {
      to++;
    }
    return to;
  }

  /** Per row i the sum of values over rows with t_j ≥ t_i. */
  private void sumFromTheEnd(double[] values, double[] into) {
    double sum = 0;
    int to = order.length;
    while (to > 0) {
      int from = to;
      double time = times[order[to - 1]];
      while (from > 0 && times[order[from - 1]] == time) {
        sum += values[order[--from]];
      }
      for (int position = from; position < to; position++) {
        into[order[position]] = sum;
      }
      to = from;
    }
  }

  @Override
  public void gradient(double[] into) {
    for (int i = 0; i < times.length; i++) {
      into[i] = (relative[i] * hazard[i] - (events[i] ? 1 : 0)) / times.length;
    }
  }

  @Override
  public void curvature(double[] direction, double[] into) {
    int n = times.length;
    double[] weighted = new double[n];
    for (int i = 0; i < n; i++) {
      weighted[i] = relative[i] * direction[i];
    }
    double[] riskWeighted = new double[n];
    sumFromTheEnd(weighted, riskWeighted);
    double cumulative = 0;
    for (int from = 0, to; from < n; from = to) {
      to = endOfTies(from);
      double risk = atRisk[order[from]];
      for (int position = from; position < to; position++) {
        cumulative += events[order[position]] ? riskWeighted[order[from]] / (risk * risk) : 0;
      }
      for (int position = from; position < to; position++) {
        int i = order[position];
        into[i] = relative[i] * (hazard[i] * direction[i] - cumulative) / n;
      }
    }
  }

  @Override
  public void diagonal(double[] into) {
    for (int i = 0; i < times.length; i++) {
      double diagonal = relative[i] * (hazard[i] - relative[i] * squared[i]);
      into[i] = Math.max(0, diagonal) / times.length;
    }
  }
}
