package org.interfuse.evaluation;

import com.google.auto.service.AutoService;
import org.interfuse.option.Meaning;
import org.interfuse.target.Prediction;
import org.interfuse.target.Target;
import org.interfuse.target.TargetSchema;

/**
 * Coefficient of determination R² = 1 - Σ(y - ŷ)² / Σ(y - ȳ)², ȳ the mean of the judged subjects;
 * negative where the predictions are worse than that mean. NaN where the truth does not vary.
 */
@Meaning("share of the variance explained; 0 for the mean, negative for worse")
@AutoService(Metric.class)
public record DeterminationCoefficient() implements Metric {
  @Override
  public String name() {
    return "r2";
  }

  @Override
  public String label() {
    return "R²";
  }

  @Override
  public boolean higherIsBetter() {
    return true;
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
    double mean = Correlation.mean(outcomes.truth());
    double residual = 0;
    double total = 0;
    for (int i = 0; i < outcomes.size(); i++) {
      double difference = outcomes.truth()[i] - outcomes.predicted()[i];
      double deviation = outcomes.truth()[i] - mean;
      residual += difference * difference;
      total += deviation * deviation;
    }
    return Correlation.constant(outcomes.truth()) ? Double.NaN : 1 - residual / total;
  }
}
