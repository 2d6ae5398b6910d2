package org.interfuse.evaluation;

import com.google.auto.service.AutoService;
import org.interfuse.option.Meaning;
import org.interfuse.target.Prediction;
import org.interfuse.target.Target;
import org.interfuse.target.TargetSchema;

/** Root of the mean squared error, in the target's unit. */
@Meaning("root of the mean squared error, in the target's unit")
@AutoService(Metric.class)
public record RootMeanSquaredError() implements Metric {
  @Override
  public String name() {
    return "rmse";
  }

  @Override
  public String label() {
    return "RMSE";
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
  public boolean inUnitOfTarget() {
    return true;
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
    double sum = 0;
    for (int i = 0; i < outcomes.size(); i++) {
      double difference = outcomes.predicted()[i] - outcomes.truth()[i];
      sum += difference * difference;
    }
    return Math.sqrt(sum / outcomes.size());
  }
}
