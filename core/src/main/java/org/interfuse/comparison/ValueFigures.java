package org.interfuse.comparison;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.interfuse.cohort.Fold;
import org.interfuse.evaluation.CooperativeGame;
import org.interfuse.evaluation.Estimate;
import org.interfuse.model.Prior;

/** Draws {@link ModalityValue} of one target from the primary's fits and its refits. */
final class ValueFigures {
  private final TargetFigures figures;
  private final CandidateResult full;
  private final List<RefitResult> refits;
  private final List<String> modalities;

  ValueFigures(TargetFigures figures, CandidateResult full, List<RefitResult> refits) {
    this.figures = figures;
    this.full = full;
    this.refits = refits;
    this.modalities = figures.availability().names();
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
                    modality, refit.result().name(), difference(perFold(refit.result()))));
  }

  private Estimate difference(double[] without) {
    double[] with = perFold(full);
    return figures.folds().estimate(fold -> figures.sign() * (with[fold] - without[fold]));
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
    double[][] worth = new double[figures.folds().folds().size()][availability.patterns()];
    fill(worth, 0, figures.folds().perFold(this::prior));
    fill(worth, availability.full(), perFold(full));
    for (RefitResult refit : refits) {
      fill(worth, availability.patternOf(refit.refit().modalities()), perFold(refit.result()));
    }
    List<CooperativeGame> games =
        Arrays.stream(worth).map(one -> new CooperativeGame(modalities.size(), one)).toList();
    return new Games(figures.folds(), availability, games).shapley();
  }

  private void fill(double[][] worth, int pattern, double[] perFold) {
    for (int fold = 0; fold < worth.length; fold++) {
      worth[fold][pattern] = figures.sign() * perFold[fold];
    }
  }

  /** The metric of the training prior, which is all there is without any modality. */
  private double prior(int fold) {
    Fold division = figures.fold(fold);
    Prior prior = Prior.of(figures.target().select(division.train()));
    return figures.metric(division.test(), prior.predict(division.test().length), fold);
  }

  private double[] perFold(CandidateResult result) {
    return metric(result)
        .map(MetricResult::perFold)
        .orElseGet(() -> figures.folds().perFold(fold -> Double.NaN));
  }

  private Estimate estimate(CandidateResult result) {
    return metric(result)
        .map(MetricResult::estimate)
        .orElseGet(() -> figures.folds().estimate(fold -> Double.NaN));
  }

  private Optional<MetricResult> metric(CandidateResult result) {
    return result.metric(figures.target().name(), figures.metric().name());
  }
}
