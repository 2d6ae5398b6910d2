package org.interfuse.advice;

import java.util.Optional;
import java.util.Set;
import org.interfuse.comparison.BaselineCandidate;
import org.interfuse.comparison.CandidateSpec;
import org.interfuse.comparison.NetworkCandidate;
import org.interfuse.model.ModelSpec;
import org.interfuse.model.Strategy;

/** Which approach a candidate takes. */
final class Approaches {
  /** Operators whose weights come from comparing representations or tokens with one another. */
  private static final Set<String> ATTENTION =
      Set.of("attention-pool", "cross-attention", "transformer", "bottleneck", "perceiver");

  private Approaches() {}

  /** Empty where it reads no modality's values, or that is not known. */
  static Optional<Approach> of(CandidateSpec candidate) {
    if (candidate instanceof NetworkCandidate network) {
      return Optional.of(of(network.model()));
    }
    return candidate instanceof BaselineCandidate baseline
        ? baseline.baseline().strategy().map(Approaches::of)
        : Optional.empty();
  }

  private static Approach of(ModelSpec model) {
    boolean attention =
        model.strategy() == Strategy.INTERMEDIATE && ATTENTION.contains(model.fusion().type());
    return attention ? Approach.ATTENTION : of(model.strategy());
  }

  private static Approach of(Strategy strategy) {
    return switch (strategy) {
      case UNIMODAL -> Approach.UNIMODAL;
      case LATE -> Approach.LATE;
      case EARLY -> Approach.EARLY;
      case INTERMEDIATE -> Approach.INTERMEDIATE;
    };
  }
}
