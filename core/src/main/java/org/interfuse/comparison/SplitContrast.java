package org.interfuse.comparison;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.interfuse.cohort.Fold;
import org.interfuse.evaluation.CorrelatedTTest;
import org.interfuse.evaluation.DeLongTest;
import org.interfuse.evaluation.Estimate;
import org.interfuse.evaluation.Metric;
import org.interfuse.evaluation.PairedBootstrap;
import org.interfuse.evaluation.Resamples;
import org.interfuse.target.Prediction;
import org.interfuse.target.Target;

/**
 * Compares two candidates on the test part of a single split: a paired bootstrap over subjects, or
 * over groups where subjects come in groups. The verdict is that of its interval. For AUROC of two
 * classes p is DeLong's, unless there are groups.
 */
final class SplitContrast implements PairComparison {
  static final int RESAMPLES = 2000;
  private static final CorrelatedTTest NO_POSTERIOR =
      new CorrelatedTTest(Double.NaN, Double.NaN, Double.NaN);

  private final Protocol protocol;
  private final double margin;
  private final Map<String, double[]> resampled = new HashMap<>();

  SplitContrast(Protocol protocol, double margin) {
    this.protocol = protocol;
    this.margin = margin;
  }

  @Override
  public Contrast compare(Pair pair) {
    boolean turn = !pair.metric().higherIsBetter();
    CandidateResult plus = turn ? pair.second() : pair.first();
    CandidateResult minus = turn ? pair.first() : pair.second();
    boolean fitted = pair.failed().isEmpty();
    PairedBootstrap bootstrap =
        fitted
            ? PairedBootstrap.of(
                value(plus, pair) - value(minus, pair),
                values(plus, pair),
                values(minus, pair),
                protocol.level())
            : new PairedBootstrap(undefined(), Double.NaN);
    boolean deLong = fitted && deLong(pair);
    double p = deLong ? deLong(pair, plus, minus) : bootstrap.p();
    boolean defined = !Double.isNaN(bootstrap.difference().value());
    return new Contrast(
        pair.target().name(),
        pair.metric().name(),
        pair.first().name(),
        pair.second().name(),
        pair.against(),
        deLong ? Contrast.Method.DELONG : Contrast.Method.PAIRED_BOOTSTRAP,
        bootstrap.difference(),
        p,
        p,
        NO_POSTERIOR,
        defined ? below(values(plus, pair), values(minus, pair), margin) : Double.NaN,
        Verdict.of(bootstrap.difference(), margin),
        defined ? 1 : 0,
        defined ? 0 : 1,
        note(pair, bootstrap));
  }

  private Estimate undefined() {
    return new Estimate(Double.NaN, Double.NaN, Double.NaN, protocol.level(), 0);
  }

  private boolean deLong(Pair pair) {
    return protocol.groups() == null
        && pair.metric().name().equals("auroc")
        && DeLongTest.applies(pair.target().schema());
  }

  private double deLong(Pair pair, CandidateResult plus, CandidateResult minus) {
    return DeLongTest.of(
            pair.target().select(fold().test()),
            predictions(plus, pair.targetIndex()),
            predictions(minus, pair.targetIndex()),
            protocol.level())
        .p();
  }

  private static double value(CandidateResult candidate, Pair pair) {
    return candidate
        .metric(pair.target().name(), pair.metric().name())
        .map(found -> found.estimate().value())
        .orElse(Double.NaN);
  }

  /** The metric on every resample; the same resamples for every candidate. */
  private double[] values(CandidateResult candidate, Pair pair) {
    return resampled.computeIfAbsent(
        pair.target().name() + " " + candidate.name(), key -> resample(candidate, pair));
  }

  private double[] resample(CandidateResult candidate, Pair pair) {
    Target target = pair.target();
    Metric metric = pair.metric();
    Resamples resamples = SplitFigures.resamples(protocol, target, RESAMPLES);
    return resamples.values(
        metric, predictions(candidate, pair.targetIndex()), target.select(fold().train()));
  }

  private static List<Prediction> predictions(CandidateResult candidate, int target) {
    return candidate.outcomes().stream().map(outcome -> outcome.predictions().get(target)).toList();
  }

  private Fold fold() {
    return protocol.split().folds().get(0);
  }

  private static String note(Pair pair, PairedBootstrap bootstrap) {
    if (!pair.failed().isEmpty()) {
      return pair.failed();
    }
    return bootstrap.difference().hasInterval() ? "" : "too few subjects for an interval";
  }

  /** The share of resamples on which the difference is below −margin. */
  static double below(double[] plus, double[] minus, double margin) {
    int defined = 0;
    int below = 0;
    for (int r = 0; r < plus.length; r++) {
      double difference = plus[r] - minus[r];
      defined += Double.isNaN(difference) ? 0 : 1;
      below += difference < -margin ? 1 : 0;
    }
    return (double) below / defined;
  }
}
