package org.interfuse.baseline;

import java.util.stream.IntStream;

/** Figures of right-censored times: the event times, how many died and how many were at risk. */
public final class EventTimes {
  private EventTimes() {}

  /** The distinct times at which an event was seen, ascending. */
  public static double[] distinct(Response.Times response) {
    return IntStream.range(0, response.size())
        .filter(i -> response.events()[i])
        .mapToDouble(i -> response.times()[i])
        .distinct()
        .sorted()
        .toArray();
  }

  /** Breslow (1974): H₀(t) = Σ_{t_k ≤ t} d_k / Σ_{j at risk} exp η_j. */
  public static StepFunction breslow(Response.Times response, double[] scores) {
    double[] relative = java.util.Arrays.stream(scores).map(Math::exp).toArray();
    double[] times = distinct(response);
    double[] hazard = new double[times.length];
    double sum = 0;
    for (int k = 0; k < times.length; k++) {
      sum += deaths(response, times[k]) / atRisk(response, relative, times[k]);
      hazard[k] = sum;
    }
    return new StepFunction(0, times, hazard);
  }

  private static double deaths(Response.Times response, double time) {
    int deaths = 0;
    for (int i = 0; i < response.size(); i++) {
      deaths += response.events()[i] && response.times()[i] == time ? 1 : 0;
    }
    return deaths;
  }

  private static double atRisk(Response.Times response, double[] relative, double time) {
    double sum = 0;
    for (int i = 0; i < relative.length; i++) {
      sum += response.times()[i] >= time ? relative[i] : 0;
    }
    return sum;
  }
}
