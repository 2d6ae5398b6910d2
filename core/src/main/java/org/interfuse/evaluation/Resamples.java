package org.interfuse.evaluation;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.ToDoubleFunction;
import org.interfuse.target.Prediction;
import org.interfuse.target.Target;
import org.interfuse.tensor.Seed;
import org.jspecify.annotations.Nullable;

/**
 * Samples of subjects, or of whole groups of them, drawn with replacement as {@link
 * Intervals#bootstrap} draws them. Every candidate that is judged on the same {@code Resamples} is
 * judged on the same subjects. Thread-safe; draws are made anew each time, not kept.
 */
public final class Resamples {
  private final Target truth;
  private final int units;
  private final int count;
  private final IntFunction<int[]> draws;
  private final int[][] foldOf;

  private Resamples(Target truth, int units, int count, IntFunction<int[]> draws, int[][] foldOf) {
    this.truth = truth;
    this.units = units;
    this.count = count;
    this.draws = draws;
    this.foldOf = foldOf;
  }

  /**
   * Resamples of the subjects who have the target.
   *
   * @param groups per subject the number of its group, or null where each subject is its own
   * @param count how many, at least 1
   * @param seed resample r draws from {@code seed.at("resample", r)}
   */
  public static Resamples of(Target truth, int @Nullable [] groups, int count, Seed seed) {
    if (count < 1) {
      throw new IllegalArgumentException("resamples must be at least 1; found " + count);
    }
    Resampling resampling = Resampling.of(truth, groups);
    return new Resamples(
        truth,
        resampling.groups(),
        count,
        r -> resampling.draw(seed.at("resample", r).random()),
        new int[0][]);
  }

  /**
   * The same draws, with metrics computed within folds and averaged by how many of the drawn
   * subjects a fold has, folds where the metric is undefined left out. Predictions by the models of
   * different folds need not be on one scale, so ranks across folds may say nothing (Forman and
   * Scholz 2010).
   *
   * @param ofPasses [pass][subject] the fold of each subject; the predictions of a candidate are as
   *     many for each pass, those of the first pass first
   */
  public Resamples withinFolds(int[][] ofPasses) {
    return new Resamples(truth, units, count, draws, ofPasses);
  }

  /** Given ones. */
  static Resamples of(Target truth, int[][] draws) {
    return new Resamples(truth, truth.size(), draws.length, r -> draws[r], new int[0][]);
  }

  /** Whose subjects are drawn. */
  public Target truth() {
    return truth;
  }

  /** How many. */
  public int count() {
    return count;
  }

  /** Whether there is anything to draw from: two subjects or groups that have the target. */
  public boolean possible() {
    return units >= 2;
  }

  /** The subjects drawn; one appears as often as it was drawn. */
  public int[] inside(int resample) {
    return draws.apply(resample);
  }

  /** The subjects that have the target and are not among {@code inside}, ascending. */
  int[] outside(int[] inside) {
    boolean[] drawn = new boolean[truth.size()];
    for (int subject : inside) {
      drawn[subject] = true;
    }
    int[] left = new int[truth.size()];
    int size = 0;
    for (int subject = 0; subject < drawn.length; subject++) {
      if (!drawn[subject] && !truth.missing(subject)) {
        left[size++] = subject;
      }
    }
    return Arrays.copyOf(left, size);
  }

  /**
   * The metric on every resample: [count], NaN where undefined or not {@link #possible}.
   *
   * @param predictions of one candidate, for example one a seed; their figures are averaged
   * @param training the training rows' target
   */
  public double[] values(Metric metric, List<Prediction> predictions, Target training) {
    double[] values = new double[count];
    Arrays.fill(values, Double.NaN);
    ToDoubleFunction<int[]> judge = judge(metric, predictions, training);
    for (int r = 0; r < count && possible(); r++) {
      values[r] = judge.applyAsDouble(inside(r));
    }
    return values;
  }

  /** The metric on the subjects themselves, averaged over predictions. */
  public double value(Metric metric, List<Prediction> predictions, Target training) {
    return judge(metric, predictions, training).applyAsDouble(outside(new int[0]));
  }

  /** The metric on some subjects, averaged over predictions. */
  ToDoubleFunction<int[]> judge(Metric metric, List<Prediction> predictions, Target training) {
    List<ToDoubleFunction<int[]>> each =
        predictions.stream().map(one -> metric.onSamples(truth, one, training)).toList();
    return subjects -> {
      double sum = 0;
      for (int p = 0; p < each.size(); p++) {
        sum +=
            foldOf.length == 0
                ? each.get(p).applyAsDouble(subjects)
                : withinFolds(each.get(p), subjects, foldOf[p * foldOf.length / each.size()]);
      }
      return sum / each.size();
    };
  }

  private static double withinFolds(ToDoubleFunction<int[]> judge, int[] subjects, int[] folds) {
    double sum = 0;
    int judged = 0;
    for (int fold : Arrays.stream(subjects).map(subject -> folds[subject]).distinct().toArray()) {
      int[] own = Arrays.stream(subjects).filter(subject -> folds[subject] == fold).toArray();
      double value = judge.applyAsDouble(own);
      if (!Double.isNaN(value)) {
        sum += value * own.length;
        judged += own.length;
      }
    }
    return judged == 0 ? Double.NaN : sum / judged;
  }
}
