package org.interfuse.evaluation;

import com.google.auto.service.AutoService;
import org.interfuse.option.Meaning;
import org.interfuse.target.Prediction;
import org.interfuse.target.Target;
import org.interfuse.target.TargetSchema;

/**
 * Mean of the classes' F1 = 2 TP / (2 TP + FP + FN), unweighted, over the classes that are true or
 * predicted of some subject. Labels: the mean over labels with both answers, predicted above one
 * half.
 */
@Meaning("mean of the classes' F1, unweighted")
@AutoService(Metric.class)
public record F1Macro() implements Metric {
  @Override
  public String name() {
    return "f1-macro";
  }

  @Override
  public String label() {
    return "F1 (macro)";
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
    return TargetKinds.categorical(schema);
  }

  @Override
  public double compute(Target truth, Prediction prediction, Target training) {
    return F1.mean(truth, prediction, false);
  }
}
