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
import org.interfuse.evaluation.Pairs;
import org.jspecify.annotations.Nullable;

/** Draws {@link MissingModalities} of one candidate and one target from its fits. */
final class MissingFigures {
  private final TargetFigures figures;
  private final CandidateResult candidate;
  private final int smallestCell;
  private final Availability availability;
  private final FoundFigures found;
  private final PublishedCounts counts;

  MissingFigures(TargetFigures figures, CandidateResult candidate, int smallestCell) {
    this.figures = figures;
    this.candidate = candidate;
    this.smallestCell = smallestCell;
    this.availability = figures.availability();
    this.found = figures.foundFigures();
    this.counts = figures.published(smallestCell);
  }

  MissingModalities of(Deployment deployment) {
    boolean complete = counts.isShown(availability.full());
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
        cell(pattern, masked -> masked.induced()[pattern]),
        counts.isShown(pattern)
            ? told(found.of(pattern, candidate), counts.just(pattern), true)
            : null);
  }

  /** A figure of the subjects who have all of some modalities. */
  private MissingModalities.@Nullable Cell cell(int owned, ToDoubleFunction<MaskedMetrics> figure) {
    if (!counts.isEnough(owned)) {
      return null;
    }
    int[] folds = figures.replicates().folds(figures.replicates().masked(candidate, figure));
    int subjects = figures.subjects(owned, folds);
    return told(
        new MissingModalities.Cell(subjects, false, folds.length, estimate(owned, figure)),
        counts.having(owned),
        counts.isExact(owned) || subjects < figures.subjects(owned));
  }

  /**
   * Null where too few contribute. Where some do not, their number is rounded down: it says nothing
   * of the others.
   *
   * @param all who might contribute, as far as that may be told
   * @param exact whether that is their number
   */
  private MissingModalities.@Nullable Cell told(
      MissingModalities.Cell cell, int all, boolean exact) {
    if (cell.subjects() < smallestCell) {
      return null;
    }
    boolean some = exact && cell.subjects() != all;
    int subjects = some ? cell.subjects() / smallestCell * smallestCell : all;
    return new MissingModalities.Cell(subjects, some || !exact, cell.folds(), cell.estimate());
  }

  private MissingModalities.@Nullable Deployed deployed(Map<String, Double> available) {
    DeploymentWeights weights = new DeploymentWeights(availability, available);
    if (weights.named() == 0) {
      return null;
    }
    MissingModalities.Cell cell = cell(weights.named(), weights::expected);
    return cell == null ? null : new MissingModalities.Deployed(available, cell);
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
            availability.full(),
            masked ->
                Arrays.stream(patterns)
                    .mapToDouble(pattern -> masked.complete()[pattern])
                    .average()
                    .orElse(Double.NaN));
    int worst =
        Arrays.stream(patterns)
            .boxed()
            .min(Comparator.comparingDouble(p -> figures.sign() * complete(p).value()))
            .orElseThrow();
    return new MissingModalities.Degradation(
        present, mean, availability.namesOf(worst), complete(worst));
  }

  private Estimate complete(int pattern) {
    return estimate(availability.full(), masked -> masked.complete()[pattern]);
  }

  /**
   * Ends are cut to the metric's range, as in the comparison's table, and an interval without a
   * width at an end of the range is opened.
   */
  private Estimate estimate(int owned, ToDoubleFunction<MaskedMetrics> figure) {
    Metric metric = figures.metric();
    Replicates replicates = figures.replicates();
    Estimate estimate =
        replicates
            .estimate(replicates.masked(candidate, figure))
            .within(metric.lowest(), metric.highest());
    int disjoint = figures.disjoint(owned);
    return disjoint == 0 ? estimate : Pairs.opened(estimate, disjoint);
  }
}
