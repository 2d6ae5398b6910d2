package org.interfuse.comparison;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.interfuse.evaluation.CooperativeGame;
import org.interfuse.evaluation.Estimate;

/** Draws {@link ModalityValue} of one target from the primary's fits and its refits. */
final class ValueFigures {
  private final TargetFigures figures;
  private final CandidateResult full;
  private final List<RefitResult> refits;
  private final List<String> modalities;
  private final Replicates replicates;

  ValueFigures(TargetFigures figures, CandidateResult full, List<RefitResult> refits) {
    this.figures = figures;
    this.full = full;
    this.refits = refits;
    this.modalities = figures.availability().names();
    this.replicates = figures.replicates(SplitContrast.RESAMPLES);
  }

  ModalityValue value() {
    List<ModalityValue.Without> without = new ArrayList<>();
    modalities.forEach(one -> without(one).ifPresent(without::add));
    return new ModalityValue(
        full.name(),
        figures.target().name(),
        figures.metric().name(),
        estimate(full),
        without,
        shapley(),
        refits.stream().map(this::subset).toList());
  }

  private Optional<ModalityValue.Without> without(String modality) {
    return refits.stream()
        .filter(refit -> refit.refit().modalities().size() == modalities.size() - 1)
        .filter(refit -> !refit.refit().modalities().contains(modality))
        .findFirst()
        .map(
            refit ->
                new ModalityValue.Without(
                    modality, refit.result().name(), difference(refit.result())));
  }

  private Estimate difference(CandidateResult without) {
    double[] differences = replicates.metric(full).clone();
    double[] left = replicates.metric(without);
    for (int i = 0; i < differences.length; i++) {
      differences[i] = figures.sign() * (differences[i] - left[i]);
    }
    return replicates.estimate(differences);
  }

  private ModalityValue.Subset subset(RefitResult refit) {
    return new ModalityValue.Subset(
        refit.refit().modalities(),
        refit.result().name(),
        refit.refit().shared(),
        estimate(refit.result()),
        refit.result().failures());
  }

  /** Only if every set of modalities was fitted, and none failed. */
  private List<Reliance.OfModality> shapley() {
    Availability availability = figures.availability();
    boolean all = refits.size() == availability.full() - 1;
    if (!all || refits.stream().anyMatch(refit -> !refit.result().failures().isEmpty())) {
      return List.of();
    }
    double[][] worth = new double[replicates.count()][availability.patterns()];
    fill(worth, 0, replicates.prior());
    fill(worth, availability.full(), replicates.metric(full));
    for (RefitResult refit : refits) {
      fill(
          worth,
          availability.patternOf(refit.refit().modalities()),
          replicates.metric(refit.result()));
    }
    List<CooperativeGame> games =
        Arrays.stream(worth).map(one -> new CooperativeGame(modalities.size(), one)).toList();
    return new Games(replicates, availability, games).shapley();
  }

  private void fill(double[][] worth, int pattern, double[] each) {
    for (int i = 0; i < worth.length; i++) {
      worth[i][pattern] = figures.sign() * each[i];
    }
  }

  private Estimate estimate(CandidateResult result) {
    return result
        .metric(figures.target().name(), figures.metric().name())
        .map(MetricResult::estimate)
        .orElseGet(() -> replicates.estimate(replicates.metric(result)));
  }
}
