package org.interfuse.comparison;

import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.interfuse.cohort.Fold;
import org.interfuse.evaluation.Estimate;
import org.interfuse.evaluation.Intervals;

/** Figures that are computed within folds and averaged over them, with their intervals. */
record FoldFigures(Protocol protocol) {
  /** A figure of each fit, averaged over the seeds of a fold. */
  double[] perFold(List<Outcome> outcomes, ToDoubleFunction<Outcome> figure) {
    return perFold(
        fold ->
            outcomes.stream()
                .filter(outcome -> outcome.fold() == fold)
                .mapToDouble(figure)
                .average()
                .orElse(Double.NaN));
  }

  /** A figure of each fold. */
  double[] perFold(IntToDoubleFunction figure) {
    return IntStream.range(0, folds().size()).mapToDouble(figure).toArray();
  }

  /** The mean over folds; on a single split the figure without an interval. */
  Estimate estimate(double[] perFold) {
    double[] ratios =
        folds().stream().mapToDouble(f -> (double) f.test().length / f.train().length).toArray();
    return Intervals.overFolds(perFold, ratios, protocol.level());
  }

  Estimate estimate(IntToDoubleFunction figure) {
    return estimate(perFold(figure));
  }

  List<Fold> folds() {
    return protocol.split().folds();
  }
}
