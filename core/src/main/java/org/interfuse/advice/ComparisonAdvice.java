package org.interfuse.advice;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.commons.math3.distribution.TDistribution;
import org.interfuse.comparison.BaselineCandidate;
import org.interfuse.comparison.CandidateResult;
import org.interfuse.comparison.CandidateSpec;
import org.interfuse.comparison.ComparisonResult;
import org.interfuse.comparison.ComparisonSpec;
import org.interfuse.comparison.Contrast;
import org.interfuse.comparison.Contrasts;
import org.interfuse.comparison.Deployment;
import org.interfuse.comparison.MetricResult;
import org.interfuse.comparison.MissingReport;
import org.interfuse.comparison.NetworkCandidate;
import org.interfuse.comparison.Outcome;
import org.interfuse.comparison.PredictionsCandidate;
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

  /** Degrees of freedom at which t is as good as the normal. */
  private static final int MANY = 1_000;

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
    List<CandidateResult> considered =
        result.candidates().stream().filter(one -> notConsidered(one).isEmpty()).toList();
    boolean deployed = considered.stream().allMatch(one -> deployed(one.name()).isPresent());
    List<Contender> contenders = considered.stream().map(one -> contender(one, deployed)).toList();
    Field field = new Field(target.name(), contenders, notConsidered(), remarks(considered));
    return new Advisor(
            Rules.load(),
            spec.margin().of(target).value(),
            deployment.latencyMs(),
            deployment.memoryMb())
        .advise(
            field,
            measures(contenders),
            (first, second) -> contrast(first, second).verdict() == Verdict.BETTER);
  }

  private Contender contender(CandidateResult candidate, boolean deployed) {
    CandidateSpec own = spec.candidate(candidate.name());
    Estimate figure =
        deployed ? deployed(candidate.name()).orElseThrow() : figure(candidate).orElseThrow();
    return new Contender(
        candidate.name(),
        approach(own).orElseThrow(),
        own instanceof NetworkCandidate,
        turned(figure.value()),
        standardError(figure),
        candidate.outcomes().stream()
            .mapToDouble(Outcome::latencyMillis)
            .average()
            .orElse(Double.NaN),
        candidate.megabytes());
  }

  /** Why a candidate does not compete; empty if it does. */
  private Optional<String> notConsidered(CandidateResult candidate) {
    CandidateSpec own = spec.candidate(candidate.name());
    if (!candidate.failures().isEmpty()) {
      return Optional.of("a fit failed");
    }
    if (own instanceof PredictionsCandidate) {
      return Optional.of("made elsewhere, so its strategy is not known");
    }
    if (approach(own).isEmpty()) {
      return Optional.of("uses no modality's values");
    }
    if (varied(own)) {
      return Optional.of("a variation (comparison.vary), which is exploration");
    }
    return figure(candidate).isEmpty()
        ? Optional.of("its %s is undefined".formatted(metric.name()))
        : Optional.empty();
  }

  /** The primary candidate was named before looking, also where it is one of the variations. */
  private boolean varied(CandidateSpec own) {
    return own instanceof NetworkCandidate network
        && !network.varied().isEmpty()
        && !own.name().equals(spec.primary());
  }

  /** A line for each reason. */
  private List<String> notConsidered() {
    Map<String, List<String>> names = new LinkedHashMap<>();
    for (CandidateResult candidate : result.candidates()) {
      notConsidered(candidate)
          .ifPresent(
              reason ->
                  names.computeIfAbsent(reason, r -> new ArrayList<>()).add(candidate.name()));
    }
    List<String> lines = new ArrayList<>();
    names.forEach((reason, who) -> lines.add(String.join(" · ", who) + ": " + reason));
    return lines;
  }

  private List<String> remarks(List<CandidateResult> considered) {
    List<String> remarks = new ArrayList<>();
    int targets = result.protocol().cohort().targets().size();
    if (targets > 1) {
      remarks.add(
          "This is for target %s, the first of %d; another may speak for something else."
              .formatted(target.name(), targets));
    }
    double highest =
        considered.stream()
            .mapToDouble(one -> turned(figure(one).orElseThrow().value()))
            .max()
            .orElse(Double.NEGATIVE_INFINITY);
    for (CandidateResult candidate : result.candidates()) {
      boolean imported = spec.candidate(candidate.name()) instanceof PredictionsCandidate;
      figure(candidate)
          .filter(own -> imported && turned(own.value()) > highest)
          .map(own -> above(candidate.name(), own))
          .ifPresent(remarks::add);
    }
    return remarks;
  }

  private String above(String name, Estimate figure) {
    return String.format(
        Locale.ROOT,
        "%s, made elsewhere, has a better figure (%s %.3f) than every candidate that was considered.",
        name,
        metric.name(),
        figure.value());
  }

  private double turned(double figure) {
    return metric.higherIsBetter() ? figure : -figure;
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

  /** The figure on all test subjects; empty where it is undefined. */
  private Optional<Estimate> figure(CandidateResult candidate) {
    return candidate
        .metric(target.name(), metric.name())
        .map(MetricResult::estimate)
        .filter(estimate -> !Double.isNaN(estimate.value()));
  }

  /**
   * The figure reweighted to the availability that the study states, where it does and that is
   * known. Figures of different people are not compared: all candidates have one, or none counts.
   */
  private Optional<Estimate> deployed(String candidate) {
    return missing.missing().stream()
        .filter(one -> one.candidate().equals(candidate))
        .filter(one -> one.target().equals(target.name()))
        .flatMap(one -> Stream.ofNullable(one.deployment()))
        .map(deployed -> deployed.cell().estimate())
        .filter(estimate -> !Double.isNaN(estimate.value()))
        .findFirst();
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

  /**
   * From the interval: of t over folds, of the normal on a single split. The wider side counts, as
   * the other may have been cut to the metric's range.
   */
  private double standardError(Estimate figure) {
    if (!figure.hasInterval()) {
      return Double.NaN;
    }
    boolean folds = result.protocol().split().folds().size() > 1;
    int degrees = folds ? Math.max(1, figure.count() - 1) : MANY;
    double quantile =
        new TDistribution(null, degrees).inverseCumulativeProbability((1 + figure.level()) / 2);
    double half = Math.max(figure.upper() - figure.value(), figure.value() - figure.lower());
    return half / quantile;
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
