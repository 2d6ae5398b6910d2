package org.interfuse.advice;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.commons.math3.distribution.TDistribution;
import org.interfuse.comparison.BaselineCandidate;
import org.interfuse.comparison.CandidateResult;
import org.interfuse.comparison.CandidateSpec;
import org.interfuse.comparison.ComparisonResult;
import org.interfuse.comparison.ComparisonSpec;
import org.interfuse.comparison.Contrast;
import org.interfuse.comparison.Contrasts;
import org.interfuse.comparison.Deployment;
import org.interfuse.comparison.MissingModalities;
import org.interfuse.comparison.MissingReport;
import org.interfuse.comparison.NetworkCandidate;
import org.interfuse.comparison.Outcome;
import org.interfuse.comparison.Verdict;
import org.interfuse.evaluation.Estimate;
import org.interfuse.evaluation.Metric;
import org.interfuse.evaluation.Metrics;
import org.interfuse.model.ModelSpec;
import org.interfuse.model.Strategy;
import org.interfuse.target.Target;
import org.jspecify.annotations.Nullable;

/** The advice that a comparison gives for its first target. */
public final class ComparisonAdvice {
  /** Operators whose weights come from comparing representations or tokens with one another. */
  private static final Set<String> ATTENTION =
      Set.of("attention-pool", "cross-attention", "transformer", "bottleneck", "perceiver");

  private final ComparisonResult result;
  private final ComparisonSpec spec;
  private final Deployment deployment;
  private final MissingReport missing;
  private final Target target;
  private final Metric metric;

  private ComparisonAdvice(
      ComparisonResult result, ComparisonSpec spec, Deployment deployment, MissingReport missing) {
    this.result = result;
    this.spec = spec;
    this.deployment = deployment;
    this.missing = missing;
    this.target = result.protocol().cohort().targets().get(0);
    this.metric = Metrics.primary(target.schema());
  }

  /** Advises what to deploy. */
  public static Advice of(
      ComparisonResult result, ComparisonSpec spec, Deployment deployment, MissingReport missing) {
    return new ComparisonAdvice(result, spec, deployment, missing).advise();
  }

  private Advice advise() {
    List<Contender> contenders = new ArrayList<>();
    for (CandidateResult candidate : result.candidates()) {
      contender(candidate).ifPresent(contenders::add);
    }
    return new Advisor(Rules.load(), spec.margin().of(target).value(), deployment.latencyMs())
        .advise(contenders, measures(contenders), this::gap);
  }

  private Optional<Contender> contender(CandidateResult candidate) {
    CandidateSpec own = spec.candidate(candidate.name());
    double value = value(candidate);
    return approach(own)
        .filter(approach -> candidate.failures().isEmpty() && !Double.isNaN(value))
        .map(
            approach ->
                new Contender(
                    candidate.name(),
                    approach,
                    own instanceof NetworkCandidate,
                    metric.higherIsBetter() ? value : -value,
                    candidate.outcomes().stream()
                        .mapToDouble(Outcome::latencyMillis)
                        .average()
                        .orElse(Double.NaN)));
  }

  private static Optional<Approach> approach(CandidateSpec candidate) {
    if (candidate instanceof NetworkCandidate network) {
      return Optional.of(approach(network.model()));
    }
    return candidate instanceof BaselineCandidate baseline
        ? baseline.baseline().strategy().map(ComparisonAdvice::approach)
        : Optional.empty();
  }

  private static Approach approach(ModelSpec model) {
    boolean attention =
        model.strategy() == Strategy.INTERMEDIATE && ATTENTION.contains(model.fusion().type());
    return attention ? Approach.ATTENTION : approach(model.strategy());
  }

  private static Approach approach(Strategy strategy) {
    return switch (strategy) {
      case UNIMODAL -> Approach.UNIMODAL;
      case LATE -> Approach.LATE;
      case EARLY -> Approach.EARLY;
      case INTERMEDIATE -> Approach.INTERMEDIATE;
    };
  }

  /** The figure on all test subjects; where the study states availability and it is known, that. */
  private double value(CandidateResult candidate) {
    return missing.missing().stream()
        .filter(one -> one.candidate().equals(candidate.name()))
        .filter(one -> one.target().equals(target.name()) && allDeployed())
        .map(MissingModalities::deployment)
        .filter(deployed -> deployed != null)
        .map(deployed -> deployed.cell().estimate().value())
        .findFirst()
        .orElseGet(
            () ->
                candidate
                    .metric(target.name(), metric.name())
                    .map(found -> found.estimate().value())
                    .orElse(Double.NaN));
  }

  /**
   * Figures of different people are not compared: all candidates have a reweighted one, or none.
   */
  private boolean allDeployed() {
    return result.candidates().stream()
        .filter(candidate -> approach(spec.candidate(candidate.name())).isPresent())
        .allMatch(
            candidate ->
                missing.missing().stream()
                    .anyMatch(
                        one ->
                            one.candidate().equals(candidate.name()) && one.deployment() != null));
  }

  private Map<Measure, Double> measures(List<Contender> contenders) {
    Map<Measure, Double> measures = new EnumMap<>(Measure.class);
    long parameters = result.candidate(spec.primary()).map(CandidateResult::parameters).orElse(0L);
    measures.putAll(StudyMeasures.of(result.protocol(), deployment, parameters));
    Contender fused =
        best(contenders, one -> one.network() && one.approach().compareTo(Approach.EARLY) > 0);
    Contender late = best(contenders, one -> one.approach() == Approach.LATE);
    Contender single = best(contenders, one -> one.approach() == Approach.UNIMODAL);
    Contender best = best(contenders, one -> one.approach() != Approach.UNIMODAL);
    put(measures, Measure.INTERACTION_GAIN, fused, late);
    put(measures, Measure.FUSION_GAIN, best, single);
    return measures;
  }

  private void put(
      Map<Measure, Double> measures,
      Measure measure,
      @Nullable Contender first,
      @Nullable Contender second) {
    if (first != null && second != null) {
      double lower = contrast(first, second).difference().lower();
      if (!Double.isNaN(lower)) {
        measures.put(measure, lower);
      }
    }
  }

  private static @Nullable Contender best(List<Contender> contenders, Predicate<Contender> wanted) {
    return contenders.stream()
        .filter(wanted)
        .max(Comparator.comparingDouble(Contender::metric))
        .orElse(null);
  }

  private Gap gap(Contender first, Contender second) {
    Contrast contrast = contrast(first, second);
    return new Gap(
        first.metric() - second.metric(),
        standardError(contrast.difference(), contrast.folds()),
        contrast.verdict() == Verdict.BETTER);
  }

  /** From the half width of the interval: of t over folds, of the normal on a single split. */
  private double standardError(Estimate difference, int folds) {
    if (!difference.hasInterval()) {
      return Double.NaN;
    }
    double upperTail = (1 + difference.level()) / 2;
    int degrees = folds > 1 ? folds - 1 : 1_000;
    double quantile = new TDistribution(null, degrees).inverseCumulativeProbability(upperTail);
    return (difference.upper() - difference.lower()) / 2 / quantile;
  }

  private Contrast contrast(Contender first, Contender second) {
    return Contrasts.between(
        result,
        spec.margin().of(target).value(),
        0,
        result.candidate(first.name()).orElseThrow(),
        result.candidate(second.name()).orElseThrow());
  }
}
