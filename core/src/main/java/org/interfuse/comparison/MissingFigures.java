package org.interfuse.comparison;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.interfuse.evaluation.Estimate;
import org.interfuse.evaluation.Metric;
import org.jspecify.annotations.Nullable;

/** Draws {@link MissingModalities} of one candidate and one target from its fits. */
final class MissingFigures {
  private final TargetFigures figures;
  private final CandidateResult candidate;
  private final int smallestCell;
  private final Availability availability;

  MissingFigures(TargetFigures figures, CandidateResult candidate, int smallestCell) {
    this.figures = figures;
    this.candidate = candidate;
    this.smallestCell = smallestCell;
    this.availability = figures.availability();
  }

  MissingModalities of(Deployment deployment) {
    boolean complete = figures.subjects(availability.full()) >= smallestCell;
    return new MissingModalities(
        candidate.name(),
        figures.target().name(),
        figures.metric().name(),
        patterns().mapToObj(this::pattern).toList(),
        deployed(deployment.available()),
        complete ? figures.subjects(availability.full()) : 0,
        complete ? degradation() : List.of());
  }

  /** All but the empty one, those with most modalities first. */
  private IntStream patterns() {
    return IntStream.range(1, availability.patterns())
        .boxed()
        .sorted(
            Comparator.comparing((Integer pattern) -> -Integer.bitCount(pattern))
                .thenComparing(Integer::reverse, (a, b) -> Integer.compareUnsigned(b, a)))
        .mapToInt(Integer::intValue);
  }

  private MissingModalities.Pattern pattern(int pattern) {
    return new MissingModalities.Pattern(
        availability.namesOf(pattern),
        cell(figures.subjects(pattern), outcome -> masked(outcome).induced()[pattern]),
        cell(figures.subjectsWithJust(pattern), outcome -> figures.metricOfJust(pattern, outcome)));
  }

  private MissingModalities.@Nullable Cell cell(int subjects, ToDoubleFunction<Outcome> figure) {
    return subjects < smallestCell
        ? null
        : new MissingModalities.Cell(subjects, estimate(perFold(figure)));
  }

  private MissingModalities.@Nullable Deployed deployed(Map<String, Double> available) {
    int named = availability.patternOf(available.keySet());
    if (named == 0) {
      return null;
    }
    MissingModalities.Cell cell =
        cell(figures.subjects(named), outcome -> expected(available, named, masked(outcome)));
    return cell == null ? null : new MissingModalities.Deployed(available, cell);
  }

  /** Σ over the sets of named modalities of their probability times their metric. */
  private double expected(Map<String, Double> available, int named, MaskedMetrics masked) {
    int others = availability.full() & ~named;
    double sum = 0;
    for (int pattern = 0; pattern < availability.patterns(); pattern++) {
      double probability = probability(available, pattern);
      if (Availability.includes(pattern, others) && probability > 0) {
        sum += probability * masked.deployed()[pattern];
      }
    }
    return sum;
  }

  private double probability(Map<String, Double> available, int pattern) {
    double product = 1;
    for (int m = 0; m < availability.names().size(); m++) {
      Double probability = available.get(availability.names().get(m));
      if (probability != null) {
        product *= Availability.has(pattern, m) ? probability : 1 - probability;
      }
    }
    return product;
  }

  private List<MissingModalities.Degradation> degradation() {
    List<MissingModalities.Degradation> curve = new ArrayList<>();
    for (int present = availability.names().size(); present >= 1; present--) {
      curve.add(degradation(present));
    }
    return curve;
  }

  private MissingModalities.Degradation degradation(int present) {
    int[] patterns =
        IntStream.range(1, availability.patterns())
            .filter(pattern -> Integer.bitCount(pattern) == present)
            .toArray();
    Estimate mean =
        estimate(
            perFold(
                outcome ->
                    Arrays.stream(patterns)
                        .mapToDouble(pattern -> masked(outcome).complete()[pattern])
                        .average()
                        .orElse(Double.NaN)));
    int worst =
        Arrays.stream(patterns)
            .boxed()
            .min(Comparator.comparingDouble(p -> figures.sign() * complete(p).value()))
            .orElseThrow();
    return new MissingModalities.Degradation(
        present, mean, availability.namesOf(worst), complete(worst));
  }

  private Estimate complete(int pattern) {
    return estimate(perFold(outcome -> masked(outcome).complete()[pattern]));
  }

  private MaskedMetrics masked(Outcome outcome) {
    return outcome.masked().get(figures.index());
  }

  private double[] perFold(ToDoubleFunction<Outcome> figure) {
    return figures.folds().perFold(candidate.outcomes(), figure);
  }

  /** Ends are cut to the metric's range, as in the comparison's table. */
  private Estimate estimate(double[] perFold) {
    Metric metric = figures.metric();
    return figures.folds().estimate(perFold).within(metric.lowest(), metric.highest());
  }
}
