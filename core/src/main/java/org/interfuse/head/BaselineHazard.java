package org.interfuse.head;

import java.util.Arrays;
import java.util.Map;

/**
 * The cumulative hazard of a subject of log-risk 0: {@code H(t) = Σ_{s ≤ t} d_s / Σ_{R_s} exp η}
 * (Breslow 1974), kept as its logarithm, so that log-risks of any size and offset give the same
 * curves.
 *
 * <p>Given at the distinct event times; of more than {@value #MOST_TIMES} as many are kept, evenly
 * spaced by rank, the first and the last among them. H is exact at those that are kept.
 *
 * @param times increasing
 * @param logCumulative log H at those times
 */
record BaselineHazard(double[] times, double[] logCumulative) {
  /** Longest curve: enough for a plot and integrals, small in a model file. */
  static final int MOST_TIMES = 512;

  private static final String TIMES = "baseline_times";
  private static final String LOG_CUMULATIVE = "baseline_log_cumulative_hazard";

  static BaselineHazard fit(double[] logRisks, RiskSets sets) {
    int groups = sets.groups();
    double[] logAtRisk = new double[groups];
    LogSum atRisk = new LogSum();
    for (int g = groups - 1; g >= 0; g--) {
      for (int at = sets.firstCensored(g); at < sets.end(g); at++) {
        atRisk.add(logRisks[sets.subject(at)]);
      }
      logAtRisk[g] = atRisk.log();
    }
    double[] times = new double[groups];
    double[] logCumulative = new double[groups];
    LogSum cumulative = new LogSum();
    int count = 0;
    for (int g = 0; g < groups; g++) {
      if (sets.events(g) > 0) {
        cumulative.add(Math.log(sets.events(g)) - logAtRisk[g]);
        times[count] = sets.time(g);
        // rounding of the logarithm must not let a cumulative hazard fall
        double floor = count == 0 ? Double.NEGATIVE_INFINITY : logCumulative[count - 1];
        logCumulative[count++] = Math.max(floor, cumulative.log());
      }
    }
    return new BaselineHazard(
        thinned(Arrays.copyOf(times, count)), thinned(Arrays.copyOf(logCumulative, count)));
  }

  private static double[] thinned(double[] values) {
    if (values.length <= MOST_TIMES) {
      return values;
    }
    double[] kept = new double[MOST_TIMES];
    for (int i = 0; i < MOST_TIMES; i++) {
      kept[i] = values[(int) ((long) i * (values.length - 1) / (MOST_TIMES - 1))];
    }
    return kept;
  }

  /** S(t) = exp(−H(t) exp η) of one subject at {@link #times}. */
  double[] survival(double logRisk) {
    return Arrays.stream(logCumulative).map(log -> Math.exp(-Math.exp(log + logRisk))).toArray();
  }

  Map<String, double[]> state() {
    return Map.of(TIMES, times, LOG_CUMULATIVE, logCumulative);
  }

  static BaselineHazard restored(Map<String, double[]> state) {
    return new BaselineHazard(
        HeadState.figures(state, TIMES), HeadState.figures(state, LOG_CUMULATIVE));
  }
}
