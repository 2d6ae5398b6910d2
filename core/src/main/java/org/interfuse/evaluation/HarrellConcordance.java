package org.interfuse.evaluation;

import com.google.auto.service.AutoService;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.interfuse.option.Meaning;
import org.interfuse.target.Prediction;
import org.interfuse.target.Target;
import org.interfuse.target.TargetSchema;

/**
 * Harrell's concordance (1982): the share of comparable pairs in which who has the event earlier
 * has the higher risk; equal risks count half. A pair is comparable where the earlier time is an
 * event; of equal times an event comes before a censoring, two events are not comparable. Depends
 * on how the study was censored; see {@link UnoConcordance}. NaN where no pair is comparable.
 */
@Meaning("share of comparable pairs in which the earlier event has the higher risk")
@AutoService(Metric.class)
public record HarrellConcordance() implements Metric {
  @Override
  public String name() {
    return "harrell-c";
  }

  @Override
  public String label() {
    return "Harrell's C";
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
    double[] weights = new double[outcomes.size()];
    Arrays.fill(weights, 1);
    return Concordance.of(outcomes.times(), outcomes.events(), risk, weights);
  }

  @Override
  public Pairs pairs(Target truth) {
    int[] present =
        IntStream.range(0, truth.size()).filter(subject -> !truth.missing(subject)).toArray();
    Target.Survival own = (Target.Survival) truth.select(present);
    return Concordance.pairs(own.times(), own.events());
  }
}
