package org.interfuse.comparison;

import java.util.List;
import org.interfuse.evaluation.Metric;
import org.interfuse.evaluation.Metrics;
import org.interfuse.target.Target;

/**
 * All candidates under one protocol.
 *
 * @param protocol what was the same for all
 * @param candidates in the study's order
 */
public record ComparisonResult(Protocol protocol, List<CandidateResult> candidates) {
  public ComparisonResult {
    candidates = List.copyOf(candidates);
  }

  /** The metrics computed for a target. */
  public List<Metric> metrics(Target target) {
    return Metrics.forTarget(target.schema());
  }
}
