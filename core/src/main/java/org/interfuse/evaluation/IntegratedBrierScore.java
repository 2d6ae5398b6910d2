package org.interfuse.evaluation;

import com.google.auto.service.AutoService;
import java.util.Arrays;
import org.interfuse.option.Meaning;
import org.interfuse.target.Prediction;
import org.interfuse.target.Target;
import org.interfuse.target.TargetSchema;

/**
 * Integrated Brier score of the survival curves under censoring (Graf et al. 1999). At time t
 *
 * <pre>{@code
 * BS(t) = 1/n Σ_i  S_i(t)² / G(T_i-)        where T_i ≤ t is an event
 *                + (1 - S_i(t))² / G(t)     where T_i > t
 * }</pre>
 *
 * with G the Kaplan-Meier estimate of censoring from the training rows. An event at T is seen by
 * whoever is not censored before it, hence G(T-); being seen beyond t needs no censoring up to t,
 * hence G(t).
 *
 * <p>Integrated by the trapezoidal rule over the distinct times of the judged subjects (events and
 * censorings) from their first to their last event, up to the training rows' last follow-up and as
 * long as G(t) > 0, and divided by the length of that interval. NaN where fewer than two such times
 * remain, or where a prediction is a risk without curves.
 */
@Meaning("squared distance of survival curves and truth, weighted for censoring, over time")
@AutoService(Metric.class)
public record IntegratedBrierScore() implements Metric {
  @Override
  public String name() {
    return "integrated-brier";
  }

  @Override
  public String label() {
    return "integrated Brier score";
  }

  @Override
  public boolean higherIsBetter() {
    return false;
  }

  @Override
  public double lowest() {
    return 0;
  }

  @Override
  public boolean applies(TargetSchema schema) {
    return TargetKinds.survival(schema);
  }

  @Override
  public double compute(Target truth, Prediction prediction, Target training) {
    Outcomes.Survival outcomes = Outcomes.Survival.of(truth, prediction);
    if (!outcomes.prediction().hasCurves()) {
      return Double.NaN;
    }
    Censoring censoring = Censoring.of(training);
    double[] grid = grid(outcomes, censoring);
    return grid.length < 2 ? Double.NaN : average(grid, scores(outcomes, censoring, grid));
  }

  private static double[] grid(Outcomes.Survival outcomes, Censoring censoring) {
    double first = Double.POSITIVE_INFINITY;
    double last = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < outcomes.size(); i++) {
      if (outcomes.events()[i]) {
        first = Math.min(first, outcomes.times()[i]);
        last = Math.max(last, outcomes.times()[i]);
      }
    }
    double from = first;
    double to = Math.min(last, censoring.lastFollowUp());
    return Arrays.stream(Ranks.distinct(outcomes.times()))
        .filter(time -> time >= from && time <= to && censoring.survival().at(time) > 0)
        .toArray();
  }

  /** BS at each time of the grid. */
  private static double[] scores(Outcomes.Survival outcomes, Censoring censoring, double[] grid) {
    int[] columns = columns(outcomes.prediction().times(), grid);
    double[] uncensored = Arrays.stream(grid).map(censoring.survival()::at).toArray();
    double[] scores = new double[grid.length];
    for (int i = 0; i < outcomes.size(); i++) {
      double time = outcomes.times()[i];
      boolean event = outcomes.events()[i];
      double uncensoredBefore = censoring.survival().before(time);
      double[] curve = outcomes.prediction().survival()[i];
      for (int g = 0; g < grid.length; g++) {
        double survival = columns[g] < 0 ? 1 : curve[columns[g]];
        if (time > grid[g]) {
          scores[g] += (1 - survival) * (1 - survival) / uncensored[g];
        } else if (event) {
          scores[g] += survival * survival / uncensoredBefore;
        }
      }
    }
    return Arrays.stream(scores).map(score -> score / outcomes.size()).toArray();
  }

  /** For each time of the grid the last time of the curves that is not after it, or -1. */
  private static int[] columns(double[] curveTimes, double[] grid) {
    int[] columns = new int[grid.length];
    int column = -1;
    for (int g = 0; g < grid.length; g++) {
      while (column + 1 < curveTimes.length && curveTimes[column + 1] <= grid[g]) {
        column++;
      }
      columns[g] = column;
    }
    return columns;
  }

  /** Mean height under the trapezoids. */
  private static double average(double[] grid, double[] scores) {
    double area = 0;
    for (int g = 1; g < grid.length; g++) {
      area += (grid[g] - grid[g - 1]) * (scores[g] + scores[g - 1]) / 2;
    }
    return area / (grid[grid.length - 1] - grid[0]);
  }
}
