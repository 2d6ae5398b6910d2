package org.interfuse.comparison;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.interfuse.evaluation.Metric;
import org.interfuse.evaluation.Metrics;
import org.interfuse.target.Prediction;
import org.interfuse.target.Target;

/**
 * One candidate over all folds.
 *
 * @param name the candidate's
 * @param metrics every metric that applies, target by target; empty if a fit failed
 * @param outcomes every fit
 * @param failures messages of fits that failed
 */
public record CandidateResult(
    String name, List<MetricResult> metrics, List<Outcome> outcomes, List<String> failures) {
  public CandidateResult {
    metrics = List.copyOf(metrics);
    outcomes = List.copyOf(outcomes);
    failures = List.copyOf(failures);
  }

  static CandidateResult of(
      String name, Protocol protocol, List<Outcome> outcomes, List<String> failures) {
    List<MetricResult> metrics = new ArrayList<>();
    if (failures.isEmpty()) {
      List<Target> targets = protocol.cohort().targets();
      for (int t = 0; t < targets.size(); t++) {
        Judgement judgement = new Judgement(protocol, t, outcomes);
        for (Metric metric : Metrics.forTarget(targets.get(t).schema())) {
          metrics.add(judgement.of(metric));
        }
      }
    }
    return new CandidateResult(name, metrics, outcomes, failures);
  }

  /** One of its metrics. */
  public Optional<MetricResult> metric(String target, String metric) {
    return metrics.stream()
        .filter(result -> result.target().equals(target) && result.metric().equals(metric))
        .findFirst();
  }

  /** Whether a prediction of survival is a risk without curves: their metrics are undefined. */
  public boolean hasRiskAlone() {
    return outcomes.stream()
        .flatMap(outcome -> outcome.predictions().stream())
        .anyMatch(
            prediction -> prediction instanceof Prediction.Survival risk && !risk.hasCurves());
  }

  /** Median seconds of a fit; NaN where there is none. */
  public double medianSeconds() {
    double[] seconds = outcomes.stream().mapToDouble(Outcome::seconds).sorted().toArray();
    int count = seconds.length;
    return count == 0 ? Double.NaN : (seconds[(count - 1) / 2] + seconds[count / 2]) / 2;
  }

  /**
   * Megabytes that a fit holds to predict; the largest over folds, as widths may differ; NaN where
   * that is not known.
   */
  public double megabytes() {
    return outcomes.stream()
        .mapToDouble(Outcome::megabytes)
        .filter(one -> !Double.isNaN(one))
        .max()
        .orElse(Double.NaN);
  }

  /** Trained elements of a fit; the largest over folds, as widths may differ. */
  public long parameters() {
    return outcomes.stream().mapToLong(Outcome::parameters).max().orElse(0);
  }
}
