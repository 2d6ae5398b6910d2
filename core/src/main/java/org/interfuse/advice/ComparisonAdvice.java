package org.interfuse.advice;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.interfuse.comparison.CandidateResult;
import org.interfuse.comparison.CandidateSpec;
import org.interfuse.comparison.ComparisonResult;
import org.interfuse.comparison.ComparisonSpec;
import org.interfuse.comparison.Deployment;
import org.interfuse.comparison.MissingReport;
import org.interfuse.comparison.NetworkCandidate;
import org.interfuse.comparison.Outcome;
import org.interfuse.comparison.PredictionsCandidate;
import org.interfuse.evaluation.Estimate;
import org.interfuse.evaluation.Metric;
import org.interfuse.evaluation.Metrics;
import org.interfuse.target.Target;
import org.jspecify.annotations.Nullable;

/** The advice that a comparison gives for its first target. */
public final class ComparisonAdvice {
  private final ComparisonResult result;
  private final ComparisonSpec spec;
  private final Deployment deployment;
  private final List<CandidateResult> considered;
  private final Figures figures;
  private final Target target;

  private ComparisonAdvice(
      ComparisonResult result, ComparisonSpec spec, Deployment deployment, MissingReport missing) {
    this.result = result;
    this.spec = spec;
    this.deployment = deployment;
    this.target = result.protocol().cohort().targets().get(0);
    this.considered =
        result.candidates().stream().filter(one -> notConsidered(one).isEmpty()).toList();
    this.figures = new Figures(result, spec, deployment, missing, considered);
  }

  /** Advises what to deploy. */
  public static Advice of(
      ComparisonResult result, ComparisonSpec spec, Deployment deployment, MissingReport missing) {
    return new ComparisonAdvice(result, spec, deployment, missing).advise();
  }

  private Advice advise() {
    List<Contender> contenders = considered.stream().map(this::contender).toList();
    Field field =
        new Field(target.name(), contenders, figures.reference(), notConsidered(), remarks());
    Advice advice =
        new Advisor(
                Rules.load(),
                spec.margin().of(target).value(),
                deployment.latencyMs(),
                deployment.memoryMb())
            .advise(field, measures(contenders), figures);
    return advice.withRemark(figuresOf(advice));
  }

  private Contender contender(CandidateResult candidate) {
    CandidateSpec own = spec.candidate(candidate.name());
    Estimate figure = figures.figure(candidate).orElseThrow();
    boolean network = own instanceof NetworkCandidate && candidate.parameters() > 0;
    return new Contender(
        candidate.name(),
        Approaches.of(own).orElseThrow(),
        own instanceof NetworkCandidate,
        figures.sign() * figure.value(),
        figures.standardError(figure),
        candidate.outcomes().stream()
            .mapToDouble(Outcome::latencyMillis)
            .average()
            .orElse(Double.NaN),
        candidate.megabytes(),
        network
            ? StudyMeasures.trainingSubjects(result.protocol()) / candidate.parameters()
            : Double.NaN);
  }

  /** What the recommended and the best score, and on whom; empty where nobody competes. */
  private String figuresOf(Advice advice) {
    Contender best = advice.best();
    if (best == null) {
      return "";
    }
    Contender first = advice.level().get(0);
    String who =
        Stream.of(first, best)
            .distinct()
            .map(one -> one.name() + " " + figures.text(figure(one)))
            .collect(Collectors.joining(", "));
    if (figures.areDeployed()) {
      return "Figures are reweighted to the stated availability (%s): %s."
          .formatted(availability(), who);
    }
    return deployment.available().isEmpty()
        ? "Figures are of all test subjects: %s.".formatted(who)
        : ("Figures are of all test subjects, not reweighted to the stated availability (%s), as that"
                + " figure is not known of %s: %s.")
            .formatted(availability(), String.join(", ", figures.lacking()), who);
  }

  private Estimate figure(Contender contender) {
    return figures.figure(result.candidate(contender.name()).orElseThrow()).orElseThrow();
  }

  private String availability() {
    return deployment.available().entrySet().stream()
        .map(one -> "%s for %s %%".formatted(one.getKey(), Rule.figure(100 * one.getValue())))
        .collect(Collectors.joining(", "));
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
    if (Approaches.of(own).isEmpty()) {
      return Optional.of("uses no modality's values");
    }
    if (varied(own)) {
      return Optional.of("a variation (comparison.vary), which is exploration");
    }
    Metric metric = Metrics.primary(target.schema());
    return candidate
            .metric(target.name(), metric.name())
            .filter(one -> !Double.isNaN(one.estimate().value()))
            .isPresent()
        ? Optional.empty()
        : Optional.of("its %s is undefined".formatted(metric.name()));
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
    names.forEach((reason, who) -> lines.add(String.join(" · ", who) + ": " + reason + "."));
    return lines;
  }

  private List<String> remarks() {
    List<String> remarks = new ArrayList<>();
    int targets = result.protocol().cohort().targets().size();
    if (targets > 1) {
      remarks.add(
          "This is for target %s, the first of %d; another may speak for something else."
              .formatted(target.name(), targets));
    }
    double highest =
        considered.stream()
            .mapToDouble(one -> figures.sign() * figures.onAll(one).orElseThrow().value())
            .max()
            .orElse(Double.NEGATIVE_INFINITY);
    for (CandidateResult candidate : result.candidates()) {
      boolean imported = spec.candidate(candidate.name()) instanceof PredictionsCandidate;
      figures
          .onAll(candidate)
          .filter(own -> imported && figures.sign() * own.value() > highest)
          .map(own -> above(candidate.name(), own))
          .ifPresent(remarks::add);
    }
    return remarks;
  }

  private String above(String name, Estimate figure) {
    return String.format(
        Locale.ROOT,
        "%s, made elsewhere, has a better figure (%s %.3f%s) than every candidate that was considered.",
        name,
        figures.metric().name(),
        figure.value(),
        figures.areDeployed() ? " on all test subjects" : "");
  }

  private Map<Measure, Measured> measures(List<Contender> contenders) {
    Map<Measure, Measured> measures = new EnumMap<>(Measure.class);
    StudyMeasures.of(result.protocol(), deployment)
        .forEach((measure, value) -> measures.put(measure, Measured.of(value)));
    sized(contenders)
        .ifPresent(
            one ->
                measures.put(
                    Measure.SUBJECTS_PER_PARAMETER, Measured.of(one.subjectsPerParameter())));
    Contender fused =
        best(contenders, one -> one.network() && one.approach().compareTo(Approach.EARLY) > 0);
    Contender late = best(contenders, one -> one.approach() == Approach.LATE);
    Contender single = best(contenders, one -> one.approach() == Approach.UNIMODAL);
    Contender best = best(contenders, one -> one.approach() != Approach.UNIMODAL);
    put(measures, Measure.INTERACTION_GAIN, fused, late);
    put(measures, Measure.FUSION_GAIN, best, single);
    return measures;
  }

  /** The primary candidate if it is a network, else the best network. */
  private Optional<Contender> sized(List<Contender> contenders) {
    Predicate<Contender> known = one -> !Double.isNaN(one.subjectsPerParameter());
    return contenders.stream()
        .filter(known)
        .filter(one -> one.name().equals(spec.primary()))
        .findFirst()
        .or(() -> Optional.ofNullable(best(contenders, known)));
  }

  private void put(
      Map<Measure, Measured> measures,
      Measure measure,
      @Nullable Contender first,
      @Nullable Contender second) {
    if (first != null && second != null) {
      Estimate difference = figures.between(first.name(), second.name()).estimate();
      if (difference.hasInterval()) {
        measures.put(measure, Measured.lowerEndOf(difference));
      }
    }
  }

  private static @Nullable Contender best(List<Contender> contenders, Predicate<Contender> wanted) {
    return contenders.stream()
        .filter(wanted)
        .max(Comparator.comparingDouble(Contender::metric))
        .orElse(null);
  }
}
