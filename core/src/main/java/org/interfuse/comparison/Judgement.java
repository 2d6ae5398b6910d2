package org.interfuse.comparison;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.interfuse.cohort.Fold;
import org.interfuse.evaluation.Estimate;
import org.interfuse.evaluation.Intervals;
import org.interfuse.evaluation.Metric;
import org.interfuse.target.Target;

/**
 * Computes metrics within folds and averages them. The ends of an interval are cut to the metric's
 * range: beyond it there is nothing that they could say.
 */
record Judgement(Protocol protocol, int targetIndex, List<Outcome> outcomes) {
  private static final int RESAMPLES = 1000;

  MetricResult of(Metric metric) {
    List<Fold> folds = protocol.split().folds();
    double[] perFold = new double[folds.size()];
    for (int f = 0; f < perFold.length; f++) {
      int fold = f;
      perFold[f] =
          outcomes.stream()
              .filter(outcome -> outcome.fold() == fold)
              .mapToDouble(outcome -> value(metric, outcome))
              .average()
              .orElse(Double.NaN);
    }
    return new MetricResult(
        target().name(),
        metric.name(),
        perFold,
        estimate(metric, folds, perFold).within(metric.lowest(), metric.highest()));
  }

  private Estimate estimate(Metric metric, List<Fold> folds, double[] perFold) {
    if (folds.size() > 1) {
      double[] ratios =
          folds.stream().mapToDouble(f -> (double) f.test().length / f.train().length).toArray();
      return Intervals.overFolds(perFold, ratios, protocol.level());
    }
    return bootstrap(metric, perFold[0]);
  }

  /** With several seeds the ends are averaged over them, like the figure itself. */
  private Estimate bootstrap(Metric metric, double value) {
    List<Estimate> estimates = new ArrayList<>();
    for (Outcome outcome : outcomes) {
      Fold fold = protocol.split().folds().get(outcome.fold());
      estimates.add(
          Intervals.bootstrap(
              metric,
              target().select(fold.test()),
              outcome.predictions().get(targetIndex),
              target().select(fold.train()),
              groupsOf(fold),
              RESAMPLES,
              protocol.level(),
              protocol.seed().at("bootstrap")));
    }
    double lower = estimates.stream().mapToDouble(Estimate::lower).average().orElse(Double.NaN);
    double upper = estimates.stream().mapToDouble(Estimate::upper).average().orElse(Double.NaN);
    int count = estimates.stream().mapToInt(Estimate::count).min().orElse(0);
    return new Estimate(value, lower, upper, protocol.level(), count);
  }

  private int @org.jspecify.annotations.Nullable [] groupsOf(Fold fold) {
    int[] groups = protocol.groups();
    return groups == null ? null : Arrays.stream(fold.test()).map(s -> groups[s]).toArray();
  }

  private double value(Metric metric, Outcome outcome) {
    Fold fold = protocol.split().folds().get(outcome.fold());
    return metric.compute(
        target().select(fold.test()),
        outcome.predictions().get(targetIndex),
        target().select(fold.train()));
  }

  private Target target() {
    return protocol.cohort().targets().get(targetIndex);
  }
}
