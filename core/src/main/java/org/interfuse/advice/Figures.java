package org.interfuse.advice;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.math3.distribution.TDistribution;
import org.interfuse.comparison.BaselineCandidate;
import org.interfuse.comparison.CandidateResult;
import org.interfuse.comparison.CandidateSpec;
import org.interfuse.comparison.ComparisonResult;
import org.interfuse.comparison.ComparisonSpec;
import org.interfuse.comparison.Contrast;
import org.interfuse.comparison.Contrasts;
import org.interfuse.comparison.DeployedFigures;
import org.interfuse.comparison.Deployment;
import org.interfuse.comparison.MetricResult;
import org.interfuse.comparison.MissingReport;
import org.interfuse.comparison.PriorCandidate;
import org.interfuse.comparison.Verdict;
import org.interfuse.evaluation.Estimate;
import org.interfuse.evaluation.Metric;
import org.interfuse.evaluation.Metrics;
import org.interfuse.target.Target;
import org.jspecify.annotations.Nullable;

/**
 * The figures that advice rests on, and tests of their differences: all on all test subjects, or
 * all reweighted to the availability that the study states. The two are of different people and are
 * never compared.
 */
final class Figures implements Differences {
  /** Degrees of freedom at which t is as good as the normal. */
  private static final int MANY = 1_000;

  private static final String NOTHING = "knowing nothing";

  private final ComparisonResult result;
  private final ComparisonSpec spec;
  private final MissingReport missing;
  private final Target target;
  private final Metric metric;
  private final List<String> lacking;
  private final @Nullable DeployedFigures deployed;
  private final List<CandidateResult> references = new ArrayList<>();

  /**
   * Reweighted where that is stated and known of every candidate that competes.
   *
   * @param considered candidates that compete
   */
  Figures(
      ComparisonResult result,
      ComparisonSpec spec,
      Deployment deployment,
      MissingReport missing,
      List<CandidateResult> considered) {
    this.result = result;
    this.spec = spec;
    this.missing = missing;
    this.target = result.protocol().cohort().targets().get(0);
    this.metric = Metrics.primary(target.schema());
    boolean stated = !deployment.available().isEmpty();
    this.lacking =
        considered.stream()
            .map(CandidateResult::name)
            .filter(name -> stated && reweighted(name).isEmpty())
            .toList();
    this.deployed =
        stated && lacking.isEmpty() && !considered.isEmpty()
            ? new DeployedFigures(
                result.protocol(), 0, deployment, spec.margin().of(target).value())
            : null;
    result.candidates().stream().filter(this::knowsNothing).forEach(references::add);
    if (references.isEmpty() && !considered.isEmpty()) {
      references.add(PriorCandidate.of(NOTHING, result.protocol(), deployment));
    }
  }

  /** Whether figures are reweighted. */
  boolean areDeployed() {
    return deployed != null;
  }

  /** Candidates that keep figures from being reweighted; empty where none is or none should be. */
  List<String> lacking() {
    return lacking;
  }

  Metric metric() {
    return metric;
  }

  /** 1, or −1 where lower values of the metric are better. */
  double sign() {
    return metric.higherIsBetter() ? 1 : -1;
  }

  /** The figure that counts; empty where it is undefined. */
  Optional<Estimate> figure(CandidateResult candidate) {
    return deployed == null ? onAll(candidate) : reweighted(candidate.name());
  }

  /** The figure on all test subjects; empty where it is undefined. */
  Optional<Estimate> onAll(CandidateResult candidate) {
    return candidate
        .metric(target.name(), metric.name())
        .map(MetricResult::estimate)
        .filter(estimate -> !Double.isNaN(estimate.value()));
  }

  private Optional<Estimate> reweighted(String candidate) {
    return missing.missing().stream()
        .filter(one -> one.candidate().equals(candidate))
        .filter(one -> one.target().equals(target.name()))
        .flatMap(one -> Stream.ofNullable(one.deployment()))
        .map(deployment -> deployment.cell().estimate())
        .filter(estimate -> !Double.isNaN(estimate.value()))
        .findFirst();
  }

  /** The best of those that read nobody's values; null where its figure is undefined. */
  @Nullable String reference() {
    CandidateResult best = null;
    double highest = Double.NEGATIVE_INFINITY;
    for (CandidateResult one : references) {
      Estimate own = deployed == null ? onAll(one).orElse(null) : deployed.figure(one);
      if (own != null && sign() * own.value() > highest) {
        highest = sign() * own.value();
        best = one;
      }
    }
    return best == null ? null : best.name();
  }

  private boolean knowsNothing(CandidateResult candidate) {
    CandidateSpec own = spec.candidate(candidate.name());
    return own instanceof BaselineCandidate
        && Approaches.of(own).isEmpty()
        && candidate.failures().isEmpty()
        && figure(candidate).isPresent();
  }

  @Override
  public Difference between(String first, String second) {
    Contrast contrast =
        deployed == null
            ? Contrasts.between(
                result, spec.margin().of(target).value(), 0, named(first), named(second))
            : deployed.between(named(first), named(second));
    return new Difference(contrast.difference(), contrast.verdict() == Verdict.BETTER);
  }

  private CandidateResult named(String name) {
    return references.stream()
        .filter(one -> one.name().equals(name))
        .findFirst()
        .orElseGet(() -> result.candidate(name).orElseThrow());
  }

  /**
   * From the interval: of t over folds, of the normal on a single split. The wider side counts, as
   * the other may have been cut to the metric's range.
   */
  double standardError(Estimate figure) {
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

  /** For people: {@code auroc 0.712 [0.650, 0.774]}. */
  String text(Estimate figure) {
    return figure.hasInterval()
        ? String.format(
            Locale.ROOT,
            "%s %.3f [%.3f, %.3f]",
            metric.name(),
            figure.value(),
            figure.lower(),
            figure.upper())
        : String.format(Locale.ROOT, "%s %.3f", metric.name(), figure.value());
  }
}
