package org.interfuse.evaluation;

import com.google.auto.service.AutoService;
import org.interfuse.option.Meaning;
import org.interfuse.target.Prediction;
import org.interfuse.target.Target;
import org.interfuse.target.TargetSchema;

/**
 * Spearman's correlation: Pearson's of the ranks, ties sharing their mean rank; NaN where
 * prediction or truth does not vary.
 */
@Meaning("Spearman's correlation of prediction and truth")
@AutoService(Metric.class)
public record SpearmanCorrelation() implements Metric {
  @Override
  public String name() {
    return "spearman";
  }

  @Override
  public String label() {
    return "Spearman's ρ";
  }

  @Override
  public boolean higherIsBetter() {
    return true;
  }

  @Override
  public double lowest() {
    return -1;
  }

  @Override
  public double highest() {
    return 1;
  }

  @Override
  public boolean applies(TargetSchema schema) {
    return TargetKinds.regression(schema);
  }

  @Override
  public double compute(Target truth, Prediction prediction, Target training) {
    Outcomes.Values outcomes = Outcomes.Values.of(truth, prediction);
    if (outcomes.undefined()) {
      return Double.NaN;
    }
    return Correlation.of(Ranks.average(outcomes.truth()), Ranks.average(outcomes.predicted()));
  }
}
