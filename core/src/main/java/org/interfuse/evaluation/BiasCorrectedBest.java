package org.interfuse.evaluation;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.interfuse.target.Prediction;
import org.interfuse.target.Target;

/**
 * What "the best of many" is worth: bootstrap bias-corrected cross-validation (Tsamardinos,
 * Greasidou and Borboudakis 2018). The figure of the candidate that looks best is too good, since
 * it was chosen for it. On every resample of subjects the candidate that is best inside is judged
 * on the subjects left outside; the mean over resamples is the figure to expect of the whole
 * procedure "compare all, take the best". No model is fitted again.
 *
 * @param best index of the candidate that is best on all subjects, the first of equals; −1 where
 *     none is defined
 * @param apparent its figure on all subjects
 * @param corrected the mean over resamples with the interval of their percentiles; NaN where over
 *     half of them are undefined
 * @param chosen per candidate the share of resamples on which it was best
 */
public record BiasCorrectedBest(int best, double apparent, Estimate corrected, double[] chosen) {
  /**
   * Corrects.
   *
   * @param candidates [candidate][repeat or seed] predictions of the resamples' subjects by models
   *     that did not see them; figures of several are averaged
   * @param training the target that the metric takes censoring from
   * @param level of the interval, between 0 and 1
   */
  public static BiasCorrectedBest of(
      Metric metric,
      List<List<Prediction>> candidates,
      Target training,
      Resamples resamples,
      double level) {
    List<ToDoubleFunction<int[]>> judges =
        candidates.stream().map(own -> resamples.judge(metric, own, training)).toList();
    double[] figures = figures(judges, resamples.outside(new int[0]));
    int best = best(figures, metric.higherIsBetter());
    double[] outside = new double[resamples.count()];
    double[] chosen = new double[candidates.size()];
    int count = 0;
    for (int r = 0; r < resamples.count(); r++) {
      int[] inside = resamples.inside(r);
      int winner = best(figures(judges, inside), metric.higherIsBetter());
      if (winner >= 0) {
        double value = judges.get(winner).applyAsDouble(resamples.outside(inside));
        if (!Double.isNaN(value)) {
          outside[count++] = value;
          chosen[winner]++;
        }
      }
    }
    double judged = count;
    return new BiasCorrectedBest(
        best,
        best < 0 ? Double.NaN : figures[best],
        corrected(Arrays.copyOf(outside, count), resamples.count(), level),
        Arrays.stream(chosen).map(times -> times / judged).toArray());
  }

  private static Estimate corrected(double[] outside, int resamples, double level) {
    double mean = Arrays.stream(outside).average().orElse(Double.NaN);
    Estimate estimate = Intervals.percentile(mean, outside, resamples, level);
    return estimate.hasInterval()
        ? estimate
        : Estimate.withoutInterval(Double.NaN, level, outside.length);
  }

  private static double[] figures(List<ToDoubleFunction<int[]>> judges, int[] subjects) {
    return judges.stream().mapToDouble(judge -> judge.applyAsDouble(subjects)).toArray();
  }

  private static int best(double[] figures, boolean higherIsBetter) {
    int best = -1;
    for (int c = 0; c < figures.length; c++) {
      boolean better =
          best < 0 || (higherIsBetter ? figures[c] > figures[best] : figures[c] < figures[best]);
      if (!Double.isNaN(figures[c]) && better) {
        best = c;
      }
    }
    return best;
  }
}
