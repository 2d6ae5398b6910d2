package org.interfuse.encoder.wide;

import java.util.Arrays;

/**
 * The score statistic U²/I of a Cox model with one sparse column at β = 0. Sums over the set at
 * risk change only where a cell is stored, so sums over event times are taken from one such place
 * to the next.
 *
 * @param places of each row its place, latest first; -1 without the target
 * @param events of each place 1 if it has an event, else 0
 * @param begins of each place the number of the first event time at which it is at risk
 * @param shares [E + 1] Σ d/size over the event times before each
 * @param squares [E + 1] Σ d/size² over the event times before each
 */
record SparseCoxScores(
    int[] places, double[] events, int[] begins, double[] shares, double[] squares) {
  /**
   * Of sets at risk.
   *
   * @param rows number of rows, those without the target too
   * @param order the rows with the target, latest first
   * @param events of each place 1 if it has an event, else 0
   * @param ends [E] the last place of each set at risk, ascending
   * @param deaths [E] events at that time
   */
  static SparseCoxScores of(int rows, int[] order, double[] events, int[] ends, double[] deaths) {
    int[] places = new int[rows];
    Arrays.fill(places, -1);
    int[] begins = new int[order.length];
    int time = 0;
    for (int place = 0; place < order.length; place++) {
      places[order[place]] = place;
      while (time < ends.length && ends[time] < place) {
        time++;
      }
      begins[place] = time;
    }
    double[] shares = new double[ends.length + 1];
    double[] squares = new double[ends.length + 1];
    for (int e = 0; e < ends.length; e++) {
      double size = ends[e] + 1.0;
      shares[e + 1] = shares[e] + deaths[e] / size;
      squares[e + 1] = squares[e] + deaths[e] / (size * size);
    }
    return new SparseCoxScores(places, events, begins, shares, squares);
  }

  /** Of the cells of a column from {@code from} to before {@code to}. */
  double of(int[] owners, float[] values, int from, int to) {
    long[] sorted = new long[to - from]; // place, then cell
    int count = 0;
    for (int cell = from; cell < to; cell++) {
      int place = places[owners[cell]];
      if (place >= 0) {
        sorted[count++] = (long) place << Integer.SIZE | cell;
      }
    }
    Arrays.sort(sorted, 0, count);
    double score = 0;
    double information = 0;
    double sum = 0;
    double sumOfSquares = 0;
    for (int i = 0; i < count; i++) {
      int place = (int) (sorted[i] >>> Integer.SIZE);
      double x = values[(int) sorted[i]];
      sum += x;
      sumOfSquares += x * x;
      int begin = begins[place];
      int end = i + 1 < count ? begins[(int) (sorted[i + 1] >>> Integer.SIZE)] : shares.length - 1;
      double share = shares[end] - shares[begin];
      score += events[place] * x - sum * share;
      information += sumOfSquares * share - sum * sum * (squares[end] - squares[begin]);
    }
    return score * score / Math.max(Association.LEAST, information);
  }
}
