package org.interfuse.comparison;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.interfuse.evaluation.Metric;
import org.interfuse.evaluation.Metrics;
import org.interfuse.target.Target;

/**
 * Which candidate is what, for one target.
 *
 * @param target whose roles they are
 * @param metric the target's primary metric
 * @param primary the candidate that the verdict is about
 * @param bestBaseline the other baseline that has the best mean of the metric
 * @param modalities the other candidates of one modality each, in the study's order
 * @param candidates all that were fitted without a failure, in the study's order
 */
record Roles(
    Target target,
    Metric metric,
    CandidateResult primary,
    Optional<CandidateResult> bestBaseline,
    List<CandidateResult> modalities,
    List<CandidateResult> candidates) {
  static Roles of(ComparisonResult result, ComparisonSpec spec, Target target) {
    Metric metric = Metrics.primary(target.schema());
    List<CandidateResult> modalities = new ArrayList<>();
    CandidateResult primary = null;
    CandidateResult best = null;
    for (CandidateResult candidate : result.candidates()) {
      CandidateSpec own = spec.candidate(candidate.name());
      if (candidate.name().equals(spec.primary())) {
        primary = candidate;
      } else if (own.isBaseline()) {
        best = better(metric, target, candidate, best) ? candidate : best;
      } else if (own.onlyModality().isPresent()) {
        modalities.add(candidate);
      }
    }
    if (primary == null) {
      throw new IllegalArgumentException("no result of the primary candidate " + spec.primary());
    }
    List<CandidateResult> fitted =
        result.candidates().stream().filter(candidate -> candidate.failures().isEmpty()).toList();
    return new Roles(target, metric, primary, Optional.ofNullable(best), modalities, fitted);
  }

  /** The primary candidate and the best baseline, as far as they were fitted. */
  List<CandidateResult> chosen() {
    List<CandidateResult> chosen = new ArrayList<>();
    if (primary.failures().isEmpty()) {
      chosen.add(primary);
    }
    bestBaseline.ifPresent(chosen::add);
    return chosen;
  }

  /** Whether a candidate has a figure, and so might have been the best baseline. */
  boolean contends(CandidateResult candidate) {
    return candidate != primary && !Double.isNaN(value(metric, target, candidate));
  }

  private static boolean better(
      Metric metric,
      Target target,
      CandidateResult candidate,
      @org.jspecify.annotations.Nullable CandidateResult best) {
    double value = value(metric, target, candidate);
    if (Double.isNaN(value) || best == null) {
      return !Double.isNaN(value);
    }
    double other = value(metric, target, best);
    return metric.higherIsBetter() ? value > other : value < other;
  }

  private static double value(Metric metric, Target target, CandidateResult candidate) {
    return candidate
        .metric(target.name(), metric.name())
        .map(found -> found.estimate().value())
        .orElse(Double.NaN);
  }
}
