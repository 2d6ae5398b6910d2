package org.interfuse.comparison;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.interfuse.evaluation.Metric;
import org.interfuse.evaluation.Metrics;
import org.interfuse.evaluation.Pairs;
import org.interfuse.target.Target;

/** One target of a comparison: its subjects, its primary metric, and figures over folds. */
final class TargetFigures {
  private static final int MOST_RESAMPLES = 1000;
  private static final int FEWEST_RESAMPLES = 200;
  private static final int MOST_JUDGEMENTS = 32_000;

  private final Protocol protocol;
  private final int index;
  private final int[] found;
  private final Replicates replicates;

  TargetFigures(Protocol protocol, int index) {
    this.protocol = protocol;
    this.index = index;
    this.found = Availability.found(protocol.cohort());
    this.replicates = Replicates.of(protocol, index, resamples(availability().patterns()));
  }

  /** Fewer where there are many patterns, each of which is judged on every resample. */
  private static int resamples(int patterns) {
    return Math.max(FEWEST_RESAMPLES, Math.min(MOST_RESAMPLES, MOST_JUDGEMENTS / patterns));
  }

  /** What figures by masking rest on. */
  Replicates replicates() {
    return replicates;
  }

  /** The folds, or a single split and so many resamples. */
  Replicates replicates(int resamples) {
    return Replicates.of(protocol, index, resamples);
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
    return subjects(pattern, IntStream.range(0, protocol.split().folds().size()).toArray());
  }

  /** Which numbers of distinct test subjects with the target may be told. */
  PublishedCounts published(int smallestCell) {
    int[] all = IntStream.range(0, protocol.split().folds().size()).toArray();
    int[] patterns = members(0, all).distinct().map(subject -> found[subject]).toArray();
    return new PublishedCounts(patterns, availability().names().size(), smallestCell);
  }

  /** Of some folds the distinct test subjects with the target who have all of the pattern. */
  int subjects(int pattern, int[] folds) {
    return (int) members(pattern, folds).distinct().count();
  }

  private IntStream members(int pattern, int[] folds) {
    return Arrays.stream(folds)
        .flatMap(fold -> Arrays.stream(protocol.split().folds().get(fold).test()))
        .filter(s -> Availability.includes(found[s], pattern) && !target().missing(s));
  }

  /** Pairs without a common subject that are compared among the test subjects with the pattern. */
  int disjoint(int pattern) {
    int sum = 0;
    for (int fold = 0; fold < protocol.split().folds().size(); fold++) {
      int[] own = members(pattern, new int[] {fold}).toArray();
      Pairs pairs = metric().pairs(target().select(own));
      boolean first = protocol.split().folds().get(fold).repeat() == 0;
      sum += pairs == null || !first ? 0 : pairs.disjoint();
    }
    return sum;
  }

  /** Of the test subjects who have just a pattern. */
  FoundFigures foundFigures() {
    return new FoundFigures(protocol, index, found);
  }
}
