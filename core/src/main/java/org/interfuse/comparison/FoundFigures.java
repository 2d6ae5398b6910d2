package org.interfuse.comparison;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.interfuse.cohort.Fold;
import org.interfuse.evaluation.Estimate;
import org.interfuse.evaluation.Metric;
import org.interfuse.evaluation.Metrics;
import org.interfuse.evaluation.Pairs;
import org.interfuse.evaluation.Resamples;
import org.interfuse.target.Prediction;
import org.interfuse.target.Target;
import org.jspecify.annotations.Nullable;

/**
 * The primary metric of the test subjects who have one availability pattern and no more. They may
 * be two or three a fold, so folds are not averaged: a metric that ranks is the share of all pairs
 * within folds that are in order, any other is that of all out-of-fold predictions together. The
 * interval is that of a bootstrap over the subjects, or groups of them; fits are held fixed.
 */
final class FoundFigures {
  private static final int RESAMPLES = 1000;

  private final Protocol protocol;
  private final int targetIndex;
  private final int[] found;
  private final Target target;
  private final Metric metric;

  FoundFigures(Protocol protocol, int targetIndex, int[] found) {
    this.protocol = protocol;
    this.targetIndex = targetIndex;
    this.found = found;
    this.target = protocol.cohort().targets().get(targetIndex);
    this.metric = Metrics.primary(target.schema());
  }

  /**
   * The figure of one candidate and who contributes to it: the subjects of folds in which there is
   * a pair to compare.
   *
   * @return without a value where nobody contributes
   */
  MissingModalities.Cell of(int pattern, CandidateResult candidate) {
    List<Part> parts =
        candidate.outcomes().stream()
            .map(outcome -> part(pattern, outcome))
            .filter(Part::contributes)
            .toList();
    int[] subjects =
        parts.stream().flatMapToInt(part -> Arrays.stream(part.subjects)).distinct().toArray();
    int folds = (int) parts.stream().map(Part::fold).distinct().count();
    return new MissingModalities.Cell(subjects.length, false, folds, estimate(parts, subjects));
  }

  private Estimate estimate(List<Part> parts, int[] subjects) {
    int[] groups = protocol.groups();
    Resamples resamples =
        Resamples.of(
            target.select(subjects),
            groups == null ? null : Arrays.stream(subjects).map(s -> groups[s]).toArray(),
            RESAMPLES,
            protocol.seed().at("found"));
    double[] values = new double[RESAMPLES];
    Arrays.fill(values, Double.NaN);
    for (int r = 0; r < RESAMPLES && resamples.possible(); r++) {
      int[] times = new int[target.size()];
      Arrays.stream(resamples.inside(r)).forEach(drawn -> times[subjects[drawn]]++);
      values[r] = value(parts, times);
    }
    int[] once = new int[target.size()];
    Arrays.fill(once, 1);
    Estimate estimate =
        Estimate.ofResamples(value(parts, once), values, protocol.level())
            .within(metric.lowest(), metric.highest());
    return Pairs.opened(estimate, Math.max(1, disjoint(parts)));
  }

  /** Pairs without a common subject, each subject tested once. */
  private static int disjoint(List<Part> parts) {
    return parts.stream()
        .filter(part -> part.seed == 0 && part.repeat == 0)
        .mapToInt(part -> part.pairs == null ? 0 : part.pairs.disjoint())
        .sum();
  }

  private Part part(int pattern, Outcome outcome) {
    Fold fold = protocol.split().folds().get(outcome.fold());
    int[] places =
        IntStream.range(0, fold.test().length)
            .filter(i -> found[fold.test()[i]] == pattern && !target.missing(fold.test()[i]))
            .toArray();
    int[] subjects = Arrays.stream(places).map(i -> fold.test()[i]).toArray();
    return new Part(
        outcome.fold(),
        fold.repeat(),
        outcome.seed(),
        subjects,
        outcome.predictions().get(targetIndex).select(places),
        metric.pairs(target.select(subjects)));
  }

  /** Each subject counted so often. */
  private double value(List<Part> parts, int[] times) {
    boolean ranks = parts.stream().anyMatch(part -> part.pairs != null);
    return ranks ? inPairs(parts, times) : together(parts, times);
  }

  /** Weighted by pairs, so that every pair within a fold counts the same. */
  private double inPairs(List<Part> parts, int[] times) {
    double sum = 0;
    double all = 0;
    for (Part part : parts) {
      int[] drawn = part.drawn(times);
      Target truth = part.truth(target, drawn);
      Pairs pairs = metric.pairs(truth);
      if (pairs != null && pairs.comparable() > 0) {
        double value = metric.compute(truth, part.predictions.select(drawn), truth);
        sum += pairs.comparable() * value;
        all += pairs.comparable();
      }
    }
    return all > 0 ? sum / all : Double.NaN;
  }

  /** Of each repeat and seed all folds together, averaged. */
  private double together(List<Part> parts, int[] times) {
    Map<List<Integer>, List<Part>> passes =
        parts.stream()
            .collect(
                Collectors.groupingBy(
                    part -> List.of(part.repeat, part.seed),
                    LinkedHashMap::new,
                    Collectors.toList()));
    return passes.values().stream()
        .mapToDouble(pass -> ofPass(pass, times))
        .average()
        .orElse(Double.NaN);
  }

  private double ofPass(List<Part> pass, int[] times) {
    int[] subjects =
        pass.stream()
            .flatMapToInt(part -> Arrays.stream(part.drawn(times)).map(i -> part.subjects[i]))
            .toArray();
    double[] values =
        pass.stream()
            .flatMapToDouble(
                part ->
                    Arrays.stream(
                        ((Prediction.Values) part.predictions.select(part.drawn(times))).values()))
            .toArray();
    Target truth = target.select(subjects);
    return metric.compute(truth, new Prediction.Values(values), truth);
  }

  /**
   * What one fit says of its test subjects with the pattern.
   *
   * @param pairs null of a metric that does not rank
   */
  private record Part(
      int fold,
      int repeat,
      int seed,
      int[] subjects,
      Prediction predictions,
      @Nullable Pairs pairs) {
    boolean contributes() {
      return pairs == null ? subjects.length > 0 : pairs.comparable() > 0;
    }

    /** Places among the subjects, each as often as it was drawn. */
    int[] drawn(int[] times) {
      return IntStream.range(0, subjects.length)
          .flatMap(i -> IntStream.generate(() -> i).limit(times[subjects[i]]))
          .toArray();
    }

    Target truth(Target target, int[] drawn) {
      return target.select(Arrays.stream(drawn).map(i -> subjects[i]).toArray());
    }
  }
}
