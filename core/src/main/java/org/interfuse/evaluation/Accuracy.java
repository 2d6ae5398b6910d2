package org.interfuse.evaluation;

import com.google.auto.service.AutoService;
import org.interfuse.option.Meaning;
import org.interfuse.target.Prediction;
import org.interfuse.target.Target;
import org.interfuse.target.TargetSchema;

/** Share of subjects whose class was held most probable. */
@Meaning("share of subjects whose class was held most probable")
@AutoService(Metric.class)
public record Accuracy() implements Metric {
  @Override
  public String name() {
    return "accuracy";
  }

  @Override
  public String label() {
    return "accuracy";
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
    return TargetKinds.classification(schema);
  }

  @Override
  public double compute(Target truth, Prediction prediction, Target training) {
    Outcomes.Classes outcomes = Outcomes.Classes.of(truth, prediction);
    if (outcomes.undefined()) {
      return Double.NaN;
    }
    int right = 0;
    for (int i = 0; i < outcomes.size(); i++) {
      right += outcomes.predicted(i) == outcomes.label(i) ? 1 : 0;
    }
    return (double) right / outcomes.size();
  }
}
