package org.interfuse.comparison;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.interfuse.cohort.Fold;
import org.interfuse.target.Prediction;
import org.interfuse.target.Target;

/**
 * Predictions of subjects by models that never saw them, put together over folds. A subject that is
 * in several test parts (repeats) is in as many passes; there are as many passes as every subject
 * has, and a pass holds each subject once.
 *
 * <p>Survival curves of different folds are given at different times, so each pool has one time at
 * which it asks, and as risk minus the area under each curve up to the first time at which a fold's
 * curves end.
 *
 * @param subjects those in any test part who have the target, ascending
 * @param target of the cohort
 * @param time at which survival is asked for: the median time of those who had the event, rounded;
 *     NaN of other targets
 * @param foldOf [pass][subject] index of the fold that tested it
 * @param rowOf [pass][subject] row in that fold's test part
 */
record Pool(int[] subjects, Target target, double time, int[][] foldOf, int[][] rowOf) {
  static Pool of(Protocol protocol, int targetIndex) {
    Target target = protocol.cohort().targets().get(targetIndex);
    Map<Integer, List<int[]>> tested = new TreeMap<>();
    List<Fold> folds = protocol.split().folds();
    for (int f = 0; f < folds.size(); f++) {
      int[] test = folds.get(f).test();
      for (int row = 0; row < test.length; row++) {
        if (!target.missing(test[row])) {
          tested.computeIfAbsent(test[row], key -> new ArrayList<>()).add(new int[] {f, row});
        }
      }
    }
    int passes = tested.values().stream().mapToInt(List::size).min().orElse(0);
    int[] subjects = tested.keySet().stream().mapToInt(Integer::intValue).toArray();
    int[][] foldOf = new int[passes][subjects.length];
    int[][] rowOf = new int[passes][subjects.length];
    int i = 0;
    for (List<int[]> places : tested.values()) {
      for (int pass = 0; pass < passes; pass++) {
        foldOf[pass][i] = places.get(pass)[0];
        rowOf[pass][i] = places.get(pass)[1];
      }
      i++;
    }
    return new Pool(subjects, target, time(target.select(subjects)), foldOf, rowOf);
  }

  /**
   * The median time of events, the lower of two, rounded to two digits: the time itself is a
   * subject's own. NaN where there is no event.
   */
  private static double time(Target target) {
    if (!(target instanceof Target.Survival survival)) {
      return Double.NaN;
    }
    double[] times = new double[survival.size()];
    int events = 0;
    for (int i = 0; i < times.length; i++) {
      if (survival.events()[i]) {
        times[events++] = survival.times()[i];
      }
    }
    Arrays.sort(times, 0, events);
    return events == 0 ? Double.NaN : round(times[(events - 1) / 2]);
  }

  private static double round(double time) {
    return new BigDecimal(time).round(new MathContext(2)).doubleValue();
  }

  /** The target of {@link #subjects}. */
  Target truth() {
    return target.select(subjects);
  }

  /** The groups of {@link #subjects}, or null. */
  int @org.jspecify.annotations.Nullable [] groups(Protocol protocol) {
    int[] groups = protocol.groups();
    return groups == null ? null : Arrays.stream(subjects).map(s -> groups[s]).toArray();
  }

  /** One prediction of all subjects for each pass and seed, the passes first. */
  List<Prediction> predictions(CandidateResult candidate, int targetIndex) {
    Map<Integer, Map<Integer, Prediction>> bySeed = new TreeMap<>();
    for (Outcome outcome : candidate.outcomes()) {
      bySeed
          .computeIfAbsent(outcome.seed(), key -> new HashMap<>())
          .put(outcome.fold(), outcome.predictions().get(targetIndex));
    }
    List<Prediction> pooled = new ArrayList<>();
    double horizon = horizon(candidate, targetIndex);
    for (int pass = 0; pass < foldOf.length; pass++) {
      for (Map<Integer, Prediction> ofFolds : bySeed.values()) {
        pooled.add(assemble(pass, ofFolds, horizon));
      }
    }
    return pooled;
  }

  private Prediction assemble(int pass, Map<Integer, Prediction> ofFolds, double horizon) {
    int n = subjects.length;
    Prediction first = of(ofFolds, pass, 0);
    if (first instanceof Prediction.Values) {
      double[] values = new double[n];
      for (int i = 0; i < n; i++) {
        values[i] = ((Prediction.Values) of(ofFolds, pass, i)).values()[rowOf[pass][i]];
      }
      return new Prediction.Values(values);
    }
    if (first instanceof Prediction.Survival) {
      return survival(pass, ofFolds, horizon);
    }
    double[][] rows = new double[n][];
    for (int i = 0; i < n; i++) {
      Prediction own = of(ofFolds, pass, i);
      rows[i] =
          own instanceof Prediction.Classes classes
              ? classes.probabilities()[rowOf[pass][i]]
              : ((Prediction.Labels) own).probabilities()[rowOf[pass][i]];
    }
    return first instanceof Prediction.Classes
        ? new Prediction.Classes(rows)
        : new Prediction.Labels(rows);
  }

  private Prediction survival(int pass, Map<Integer, Prediction> ofFolds, double horizon) {
    int n = subjects.length;
    double[] risk = new double[n];
    double[][] survival = new double[n][1];
    for (int i = 0; i < n; i++) {
      Prediction.Survival own = (Prediction.Survival) of(ofFolds, pass, i);
      int row = rowOf[pass][i];
      risk[i] = Double.isNaN(horizon) ? own.risk()[row] : -area(own, row, horizon);
      survival[i][0] = Double.isNaN(horizon) ? Double.NaN : own.at(row, time);
    }
    return new Prediction.Survival(risk, new double[] {time}, survival);
  }

  /** The area under a curve from 0 to the horizon. */
  private static double area(Prediction.Survival prediction, int row, double horizon) {
    double area = 0;
    double from = 0;
    double height = 1;
    for (int t = 0; t < prediction.times().length && prediction.times()[t] < horizon; t++) {
      area += (prediction.times()[t] - from) * height;
      from = prediction.times()[t];
      height = prediction.survival()[row][t];
    }
    return area + (horizon - from) * height;
  }

  /** Where the first of the curves ends; NaN where one has no times, or of other targets. */
  private static double horizon(CandidateResult candidate, int targetIndex) {
    double horizon = Double.POSITIVE_INFINITY;
    for (Outcome outcome : candidate.outcomes()) {
      if (outcome.predictions().get(targetIndex) instanceof Prediction.Survival survival) {
        double[] times = survival.times();
        horizon = times.length == 0 ? Double.NaN : Math.min(horizon, times[times.length - 1]);
      }
    }
    return Double.isInfinite(horizon) ? Double.NaN : horizon;
  }

  private Prediction of(Map<Integer, Prediction> ofFolds, int pass, int subject) {
    return java.util.Objects.requireNonNull(ofFolds.get(foldOf[pass][subject]));
  }
}
