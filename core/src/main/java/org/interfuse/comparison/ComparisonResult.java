package org.interfuse.comparison;

import java.util.List;
import java.util.Optional;
import org.interfuse.evaluation.Metric;
import org.interfuse.evaluation.Metrics;
import org.interfuse.target.Target;

/**
 * All candidates under one protocol.
 *
 * @param protocol what was the same for all
 * @param candidates in the study's order
 * @param refits the primary candidate without some modalities; no candidates of their own
 */
public record ComparisonResult(
    Protocol protocol, List<CandidateResult> candidates, List<RefitResult> refits) {
  public ComparisonResult {
    candidates = List.copyOf(candidates);
    refits = List.copyOf(refits);
  }

  /** Nothing was fitted again. */
  public ComparisonResult(Protocol protocol, List<CandidateResult> candidates) {
    this(protocol, candidates, List.of());
  }

  /** The candidate of that name. */
  public Optional<CandidateResult> candidate(String name) {
    return candidates.stream().filter(candidate -> candidate.name().equals(name)).findFirst();
  }

  /** The metrics computed for a target. */
  public List<Metric> metrics(Target target) {
    return Metrics.forTarget(target.schema());
  }
}
