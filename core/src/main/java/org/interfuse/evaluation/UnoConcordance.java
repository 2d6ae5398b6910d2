package org.interfuse.evaluation;

import com.google.auto.service.AutoService;
import org.interfuse.option.Meaning;
import org.interfuse.target.Prediction;
import org.interfuse.target.Target;
import org.interfuse.target.TargetSchema;

/**
 * Uno's concordance (Uno et al. 2011): Harrell's with each pair weighted by 1/G(t-)², t the earlier
 * event's time and G the Kaplan-Meier estimate of censoring from the training rows, so that it does
 * not depend on how the study was censored. G(t-) because an event at t is seen by whoever is not
 * censored before t.
 *
 * <p>Only events before tau count, and none after the training rows' last follow-up, where G is
 * unknown; up to there G(t-) is positive. NaN where no pair is comparable.
 *
 * @param tau events count before this time, in the target's unit; infinite for no limit of its own
 */
@Meaning("Harrell's concordance, weighted so that censoring does not matter")
@AutoService(Metric.class)
public record UnoConcordance(
    @Meaning("events count before this time, in the target's unit; infinite for no limit")
        double tau)
    implements Metric {
  public UnoConcordance {
    if (!(tau > 0)) {
      throw new IllegalArgumentException("tau must be above 0; found " + tau);
    }
  }

  public UnoConcordance() {
    this(Double.POSITIVE_INFINITY);
  }

  @Override
  public String name() {
    return "uno-c";
  }

  @Override
  public String label() {
    return "Uno's C";
  }

  @Override
  public boolean higherIsBetter() {
    return true;
  }

  @Override
  public double lowest() {
    return 0;
  }

  @Override
  public double highest() {
    return 1;
  }

  @Override
  public boolean applies(TargetSchema schema) {
    return TargetKinds.survival(schema);
  }

  @Override
  public double compute(Target truth, Prediction prediction, Target training) {
    Outcomes.Survival outcomes = Outcomes.Survival.of(truth, prediction);
    double[] risk = outcomes.prediction().risk();
    if (Sorting.hasNaN(risk)) {
      return Double.NaN;
    }
    double[] weights = weights(outcomes.times(), Censoring.of(training));
    return Concordance.of(outcomes.times(), outcomes.events(), risk, weights);
  }

  private double[] weights(double[] times, Censoring censoring) {
    double[] weights = new double[times.length];
    for (int i = 0; i < times.length; i++) {
      if (times[i] < tau && times[i] <= censoring.lastFollowUp()) {
        double uncensored = censoring.survival().before(times[i]);
        weights[i] = 1 / (uncensored * uncensored);
      }
    }
    return weights;
  }
}
