package org.interfuse.comparison;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.interfuse.cohort.Fold;
import org.interfuse.evaluation.Metric;
import org.interfuse.evaluation.Metrics;
import org.interfuse.target.Prediction;
import org.interfuse.target.Target;

/** One target of a comparison: its subjects, its primary metric, and figures over folds. */
final class TargetFigures {
  private final Protocol protocol;
  private final int index;
  private final int[] found;
  private final boolean[] tested;

  TargetFigures(Protocol protocol, int index) {
    this.protocol = protocol;
    this.index = index;
    this.found = Availability.found(protocol.cohort());
    this.tested = new boolean[found.length];
    for (Fold fold : protocol.split().folds()) {
      Arrays.stream(fold.test()).forEach(s -> tested[s] = !target().missing(s));
    }
  }

  FoldFigures folds() {
    return new FoldFigures(protocol);
  }

  int index() {
    return index;
  }

  Target target() {
    return protocol.cohort().targets().get(index);
  }

  Metric metric() {
    return Metrics.primary(target().schema());
  }

  Availability availability() {
    return Availability.of(protocol.cohort());
  }

  /** 1, or −1 where lower values of the metric are better. */
  double sign() {
    return metric().higherIsBetter() ? 1 : -1;
  }

  /** Distinct test subjects with the target who have all of the pattern. */
  int subjects(int pattern) {
    return count(s -> Availability.includes(found[s], pattern));
  }

  /** Distinct test subjects with the target who have just the pattern. */
  int subjectsWithJust(int pattern) {
    return count(s -> found[s] == pattern);
  }

  private int count(java.util.function.IntPredicate counts) {
    return (int) IntStream.range(0, tested.length).filter(s -> tested[s]).filter(counts).count();
  }

  /** The metric of a fit on those test subjects who have just the pattern. */
  double metricOfJust(int pattern, Outcome outcome) {
    int[] test = fold(outcome.fold()).test();
    int[] places = IntStream.range(0, test.length).filter(i -> found[test[i]] == pattern).toArray();
    int[] subjects = Arrays.stream(places).map(i -> test[i]).toArray();
    return metric(subjects, outcome.predictions().get(index).select(places), outcome.fold());
  }

  /** The metric of predictions of some subjects by what was fitted on a fold's training part. */
  double metric(int[] subjects, Prediction predictions, int fold) {
    return metric()
        .compute(target().select(subjects), predictions, target().select(fold(fold).train()));
  }

  Fold fold(int fold) {
    return protocol.split().folds().get(fold);
  }
}
