package org.interfuse.comparison;

import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.interfuse.cohort.Fold;
import org.interfuse.evaluation.Estimate;
import org.interfuse.evaluation.Intervals;
import org.interfuse.evaluation.Metric;
import org.interfuse.evaluation.Metrics;
import org.interfuse.model.Prior;
import org.interfuse.target.Target;

/** Figures that are computed within folds and averaged over them, with t intervals. */
record FoldFigures(Protocol protocol, int targetIndex) implements Replicates {
  @Override
  public int count() {
    return folds().size();
  }

  @Override
  public double[] masked(CandidateResult candidate, ToDoubleFunction<MaskedMetrics> figure) {
    return perFold(
        fold ->
            candidate.outcomes().stream()
                .filter(outcome -> outcome.fold() == fold)
                .mapToDouble(outcome -> figure.applyAsDouble(outcome.masked().get(targetIndex)))
                .average()
                .orElse(Double.NaN));
  }

  @Override
  public double[] metric(CandidateResult candidate) {
    return candidate
        .metric(target().name(), metric().name())
        .map(MetricResult::perFold)
        .orElseGet(() -> perFold(fold -> Double.NaN));
  }

  @Override
  public double[] prior() {
    return perFold(
        fold -> {
          Target truth = target().select(folds().get(fold).test());
          Target training = target().select(folds().get(fold).train());
          return metric().compute(truth, Prior.of(training).predict(truth.size()), training);
        });
  }

  @Override
  public Estimate estimate(double[] figures) {
    double[] ratios =
        folds().stream().mapToDouble(f -> (double) f.test().length / f.train().length).toArray();
    return Intervals.overFolds(figures, ratios, protocol.level());
  }

  @Override
  public int[] folds(double[] figures) {
    return IntStream.range(0, figures.length)
        .filter(fold -> !Double.isNaN(figures[fold]))
        .toArray();
  }

  private double[] perFold(IntToDoubleFunction figure) {
    return IntStream.range(0, folds().size()).mapToDouble(figure).toArray();
  }

  private Target target() {
    return protocol.cohort().targets().get(targetIndex);
  }

  private Metric metric() {
    return Metrics.primary(target().schema());
  }

  private List<Fold> folds() {
    return protocol.split().folds();
  }
}
