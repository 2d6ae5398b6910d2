package org.interfuse.evaluation;

import com.google.auto.service.AutoService;
import org.interfuse.option.Meaning;
import org.interfuse.target.Prediction;
import org.interfuse.target.Target;
import org.interfuse.target.TargetSchema;

/**
 * Mean of the classes' F1 = 2 TP / (2 TP + FP + FN), weighted by how many subjects are of the
 * class. Labels: over labels with both answers, weighted by their positives, predicted above one
 * half.
 */
@Meaning("mean of the classes' F1, weighted by their subjects")
@AutoService(Metric.class)
public record F1Weighted() implements Metric {
  @Override
  public String name() {
    return "f1-weighted";
  }

  @Override
  public String label() {
    return "F1 (weighted)";
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
    return F1.mean(truth, prediction, true);
  }
}
