package org.interfuse.evaluation;

import com.google.auto.service.AutoService;
import org.interfuse.option.Meaning;
import org.interfuse.target.Prediction;
import org.interfuse.target.Target;
import org.interfuse.target.TargetSchema;

/** Pearson's correlation of prediction and truth; NaN where either does not vary. */
@Meaning("Pearson's correlation of prediction and truth")
@AutoService(Metric.class)
public record PearsonCorrelation() implements Metric {
  @Override
  public String name() {
    return "pearson";
  }

  @Override
  public String label() {
    return "Pearson's r";
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
    return Correlation.of(outcomes.truth(), outcomes.predicted());
  }
}
