package org.interfuse.comparison;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.interfuse.cohort.Fold;
import org.interfuse.evaluation.Estimate;
import org.interfuse.evaluation.Intervals;
import org.interfuse.evaluation.ThresholdCurve;
import org.interfuse.target.Prediction;
import org.interfuse.target.Target;
import org.interfuse.target.TargetType;

/**
 * ROC and precision–recall curves of every candidate. Of two classes the second is positive; of
 * more, and of labels, the curves of each against the rest are averaged. Outcomes with fewer
 * subjects than may be shown, or fewer without, are left out.
 *
 * @param roc one for each candidate and target
 * @param precisionRecall one for each candidate and target
 */
public record RankingCurves(List<RankingCurve> roc, List<RankingCurve> precisionRecall) {
  private static final int STEPS = 50;

  public RankingCurves {
    roc = List.copyOf(roc);
    precisionRecall = List.copyOf(precisionRecall);
  }

  /** The curves of all targets that are classes or labels. */
  public static RankingCurves of(ComparisonResult result, int smallestCell) {
    List<RankingCurve> roc = new ArrayList<>();
    List<RankingCurve> precision = new ArrayList<>();
    List<Target> targets = result.protocol().cohort().targets();
    for (int t = 0; t < targets.size(); t++) {
      TargetType type = targets.get(t).schema().type();
      if (type == TargetType.CLASSIFICATION || type == TargetType.MULTILABEL) {
        Averaging averaging = new Averaging(result.protocol(), t, targets.get(t), smallestCell);
        for (CandidateResult candidate : result.candidates()) {
          averaging.roc(candidate).ifPresent(roc::add);
          averaging.precisionRecall(candidate).ifPresent(precision::add);
        }
      }
    }
    return new RankingCurves(roc, precision);
  }

  /** Draws the candidates of one target. */
  private static final class Averaging {
    private final Protocol protocol;
    private final int targetIndex;
    private final Target target;
    private final int[] outcomes;
    private final double prevalence;

    Averaging(Protocol protocol, int targetIndex, Target target, int smallestCell) {
      this.protocol = protocol;
      this.targetIndex = targetIndex;
      this.target = target;
      List<Fold> folds = protocol.split().folds();
      int[] tested =
          folds.stream().flatMapToInt(fold -> Arrays.stream(fold.test())).distinct().toArray();
      int count = target.schema().classes().size();
      boolean two = target.schema().type() == TargetType.CLASSIFICATION && count == 2;
      this.outcomes =
          IntStream.range(two ? 1 : 0, count)
              .filter(k -> count(tested, k, true) >= smallestCell)
              .filter(k -> count(tested, k, false) >= smallestCell)
              .toArray();
      this.prevalence =
          Arrays.stream(outcomes)
              .mapToDouble(
                  k -> {
                    double positives = count(tested, k, true);
                    return positives / (positives + count(tested, k, false));
                  })
              .average()
              .orElse(Double.NaN);
    }

    private long count(int[] subjects, int outcome, boolean positive) {
      return Arrays.stream(subjects)
          .filter(s -> known(s, outcome) && positive(s, outcome) == positive)
          .count();
    }

    private boolean known(int subject, int outcome) {
      return target instanceof Target.Multilabel labels
          ? labels.values()[subject][outcome] >= 0
          : !target.missing(subject);
    }

    private boolean positive(int subject, int outcome) {
      return target instanceof Target.Multilabel labels
          ? labels.values()[subject][outcome] == 1
          : ((Target.Classification) target).labels()[subject] == outcome;
    }

    Optional<RankingCurve> roc(CandidateResult candidate) {
      double[] rates = IntStream.rangeClosed(0, STEPS).mapToDouble(i -> at(i)).toArray();
      return curve(candidate, rates, curve -> curve.sensitivity(rates));
    }

    Optional<RankingCurve> precisionRecall(CandidateResult candidate) {
      double[] recalls = IntStream.rangeClosed(1, STEPS).mapToDouble(i -> at(i)).toArray();
      return curve(candidate, recalls, curve -> curve.precision(recalls));
    }

    private static double at(int step) {
      return step / (double) STEPS;
    }

    private Optional<RankingCurve> curve(
        CandidateResult candidate, double[] x, Function<ThresholdCurve, double[]> y) {
      if (outcomes.length == 0 || !candidate.failures().isEmpty()) {
        return Optional.empty();
      }
      List<Fold> folds = protocol.split().folds();
      double[][] perFold = new double[folds.size()][];
      for (int f = 0; f < perFold.length; f++) {
        int fold = f;
        List<double[]> curves = new ArrayList<>();
        candidate.outcomes().stream()
            .filter(outcome -> outcome.fold() == fold)
            .forEach(outcome -> curves.addAll(curves(outcome, folds.get(fold).test(), y)));
        perFold[f] = mean(curves, x.length);
      }
      return Optional.of(averaged(candidate.name(), x, perFold));
    }

    /** One curve for each class or label that the fold has subjects with and without of. */
    private List<double[]> curves(
        Outcome outcome, int[] test, Function<ThresholdCurve, double[]> y) {
      double[][] scores = scores(outcome.predictions().get(targetIndex));
      List<double[]> curves = new ArrayList<>();
      for (int k : outcomes) {
        int[] rows = IntStream.range(0, test.length).filter(i -> known(test[i], k)).toArray();
        boolean[] positive = new boolean[rows.length];
        for (int i = 0; i < rows.length; i++) {
          positive[i] = positive(test[rows[i]], k);
        }
        double[] own = Arrays.stream(rows).mapToDouble(row -> scores[row][k]).toArray();
        ThresholdCurve curve = ThresholdCurve.of(positive, own);
        if (curve.positives() > 0 && curve.negatives() > 0) {
          curves.add(y.apply(curve));
        }
      }
      return curves;
    }

    private static double[][] scores(Prediction prediction) {
      return prediction instanceof Prediction.Labels labels
          ? labels.probabilities()
          : ((Prediction.Classes) prediction).probabilities();
    }

    private static double[] mean(List<double[]> curves, int length) {
      double[] mean = new double[length];
      Arrays.setAll(
          mean, i -> curves.stream().mapToDouble(curve -> curve[i]).average().orElse(Double.NaN));
      return mean;
    }

    private RankingCurve averaged(String candidate, double[] x, double[][] perFold) {
      List<Fold> folds = protocol.split().folds();
      double[] ratios =
          folds.stream().mapToDouble(f -> (double) f.test().length / f.train().length).toArray();
      Estimate[] estimates = new Estimate[x.length];
      for (int i = 0; i < x.length; i++) {
        int at = i;
        double[] values = Arrays.stream(perFold).mapToDouble(curve -> curve[at]).toArray();
        estimates[i] = Intervals.overFolds(values, ratios, protocol.level()).within(0, 1);
      }
      return new RankingCurve(
          target.name(),
          candidate,
          outcomeName(),
          prevalence,
          x,
          Arrays.stream(estimates).mapToDouble(Estimate::value).toArray(),
          Arrays.stream(estimates).mapToDouble(Estimate::lower).toArray(),
          Arrays.stream(estimates).mapToDouble(Estimate::upper).toArray());
    }

    private String outcomeName() {
      return outcomes.length == 1
          ? target.schema().classes().get(outcomes[0])
          : "mean of %d outcomes".formatted(outcomes.length);
    }
  }
}
