package org.interfuse.comparison;

import java.util.List;
import org.interfuse.cohort.Fold;
import org.interfuse.evaluation.CorrectedTTest;
import org.interfuse.evaluation.CorrelatedTTest;
import org.interfuse.evaluation.Metric;
import org.interfuse.evaluation.PairedDifferences;

/** Compares two candidates over the folds on which both were judged. */
record FoldContrast(Protocol protocol, double margin) implements PairComparison {
  @Override
  public Contrast compare(Pair pair) {
    List<Fold> folds = protocol.split().folds();
    Metric metric = pair.metric();
    double[] first = perFold(pair.first(), pair);
    double[] second = perFold(pair.second(), pair);
    PairedDifferences differences =
        PairedDifferences.of(
            metric.higherIsBetter() ? first : second,
            metric.higherIsBetter() ? second : first,
            folds.stream().mapToInt(fold -> fold.test().length).toArray(),
            folds.stream().mapToInt(fold -> fold.train().length).toArray());
    CorrectedTTest test = CorrectedTTest.of(differences, protocol.level());
    CorrelatedTTest posterior = CorrelatedTTest.of(differences, margin);
    return new Contrast(
        pair.target().name(),
        metric.name(),
        pair.first().name(),
        pair.second().name(),
        pair.against(),
        Contrast.Method.CORRECTED_T,
        test.difference(),
        test.p(),
        test.p(),
        posterior,
        posterior.below(),
        Verdict.of(posterior),
        differences.count(),
        differences.dropped(),
        note(pair, differences));
  }

  private double[] perFold(CandidateResult candidate, Pair pair) {
    return candidate
        .metric(pair.target().name(), pair.metric().name())
        .map(MetricResult::perFold)
        .orElseGet(() -> undefined(protocol.split().folds().size()));
  }

  private static double[] undefined(int folds) {
    double[] values = new double[folds];
    java.util.Arrays.fill(values, Double.NaN);
    return values;
  }

  private static String note(Pair pair, PairedDifferences differences) {
    if (!pair.failed().isEmpty()) {
      return pair.failed();
    }
    if (differences.count() < 2) {
      return "fewer than two folds have both figures";
    }
    if (differences.identical()) {
      return "the same figure on every fold";
    }
    return differences.constant()
        ? "the same difference on every fold, so its variance cannot be judged"
        : "";
  }
}
