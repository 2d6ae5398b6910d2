package org.interfuse.comparison;

import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.interfuse.comparison.Contrast.Against;
import org.interfuse.comparison.PairComparison.Pair;
import org.interfuse.evaluation.CorrelatedTTest;
import org.interfuse.evaluation.Estimate;
import org.interfuse.evaluation.PairedBootstrap;

/**
 * The primary metric of a target reweighted to the availability that a study states, and tests of
 * its differences. Both rest on the same folds, or resamples of a single split, and on the same
 * subjects: those who have every modality that is named.
 */
public final class DeployedFigures {
  private static final CorrelatedTTest NO_POSTERIOR =
      new CorrelatedTTest(Double.NaN, Double.NaN, Double.NaN);

  private final Protocol protocol;
  private final TargetFigures figures;
  private final DeploymentWeights weights;
  private final double margin;
  private final Map<CandidateResult, double[]> reweighted = new IdentityHashMap<>();

  /**
   * Of candidates all of whose fits were predicted with modalities masked away.
   *
   * @param target number of the target in the cohort
   * @param margin differences smaller than this do not matter in practice
   */
  public DeployedFigures(Protocol protocol, int target, Deployment deployment, double margin) {
    this.protocol = protocol;
    this.figures = new TargetFigures(protocol, target);
    this.weights = new DeploymentWeights(figures.availability(), deployment.available());
    this.margin = margin;
  }

  /** The figure to be expected there, its ends cut to the metric's range. */
  public Estimate figure(CandidateResult candidate) {
    return figures
        .replicates()
        .estimate(values(candidate))
        .within(figures.metric().lowest(), figures.metric().highest());
  }

  /** One against another; nothing is adjusted. */
  public Contrast between(CandidateResult first, CandidateResult second) {
    return protocol.split().folds().size() > 1 ? overFolds(first, second) : onSplit(first, second);
  }

  private double[] values(CandidateResult candidate) {
    return reweighted.computeIfAbsent(
        candidate, one -> figures.replicates().masked(one, weights::expected));
  }

  private Contrast overFolds(CandidateResult first, CandidateResult second) {
    return new FoldContrast(protocol, margin)
        .compare(
            new Pair(
                figures.target(),
                figures.index(),
                figures.metric(),
                scored(first),
                scored(second),
                Against.OTHER));
  }

  /** The candidate with the reweighted figures in place of those on all test subjects. */
  private CandidateResult scored(CandidateResult candidate) {
    MetricResult metric =
        new MetricResult(
            figures.target().name(), figures.metric().name(), values(candidate), figure(candidate));
    return new CandidateResult(candidate.name(), List.of(metric), List.of(), List.of());
  }

  private Contrast onSplit(CandidateResult first, CandidateResult second) {
    double[] plus = values(figures.sign() > 0 ? first : second);
    double[] minus = values(figures.sign() > 0 ? second : first);
    double[] drawnPlus = Arrays.copyOfRange(plus, 1, plus.length);
    double[] drawnMinus = Arrays.copyOfRange(minus, 1, minus.length);
    PairedBootstrap bootstrap =
        PairedBootstrap.of(plus[0] - minus[0], drawnPlus, drawnMinus, protocol.level());
    boolean defined = !Double.isNaN(bootstrap.difference().value());
    return new Contrast(
        figures.target().name(),
        figures.metric().name(),
        first.name(),
        second.name(),
        Against.OTHER,
        Contrast.Method.PAIRED_BOOTSTRAP,
        bootstrap.difference(),
        bootstrap.p(),
        bootstrap.p(),
        NO_POSTERIOR,
        defined ? SplitContrast.below(drawnPlus, drawnMinus, margin) : Double.NaN,
        Verdict.of(bootstrap.difference(), margin),
        defined ? 1 : 0,
        defined ? 0 : 1,
        bootstrap.difference().hasInterval() ? "" : "too few subjects for an interval");
  }
}
