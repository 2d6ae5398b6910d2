package org.interfuse.evaluation;

/** The Kaplan–Meier estimate at one time with its interval. */
public final class KaplanMeierInterval {
  private KaplanMeierInterval() {}

  /**
   * S(time) with Greenwood's variance on the scale of log(−log S). NaN where nobody was followed
   * for so long and some were lost before; without an interval where S is 0 or 1.
   *
   * @param times [n], no NaN
   * @param events [n], false where censored
   */
  public static Estimate at(double[] times, boolean[] events, double time, double level) {
    int[] order = Sorting.ascending(times);
    int n = order.length;
    double survival = 1;
    double greenwood = 0;
    int start = 0;
    while (start < n && times[order[start]] <= time) {
      int end = Ranks.endOfTie(times, order, start);
      int seen = 0;
      for (int i = start; i < end; i++) {
        seen += events[order[i]] ? 1 : 0;
      }
      double atRisk = n - start;
      survival *= (atRisk - seen) / atRisk;
      greenwood += seen == 0 ? 0 : seen / (atRisk * (atRisk - seen));
      start = end;
    }
    if (start == n && survival > 0 && (n == 0 || times[order[n - 1]] < time)) {
      return Estimate.withoutInterval(Double.NaN, level, n);
    }
    return interval(survival, greenwood, level, n);
  }

  private static Estimate interval(double survival, double greenwood, double level, int count) {
    if (survival <= 0 || survival >= 1) {
      return Estimate.withoutInterval(survival, level, count);
    }
    double logarithm = Math.log(survival);
    double half = Normal.quantile(level) * Math.sqrt(greenwood) / Math.abs(logarithm);
    double centre = Math.log(-logarithm);
    return new Estimate(
        survival,
        Math.exp(-Math.exp(centre + half)),
        Math.exp(-Math.exp(centre - half)),
        level,
        count);
  }
}
