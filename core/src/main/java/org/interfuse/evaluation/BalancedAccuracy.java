package org.interfuse.evaluation;

import com.google.auto.service.AutoService;
import org.interfuse.option.Meaning;
import org.interfuse.target.Prediction;
import org.interfuse.target.Target;
import org.interfuse.target.TargetSchema;

/**
 * Mean recall of the classes that occur among the subjects (Brodersen et al. 2010); chance is one
 * over their number. NaN where fewer than two occur: then it would be the plain recall of one
 * class.
 */
@Meaning("mean recall of the classes")
@AutoService(Metric.class)
public record BalancedAccuracy() implements Metric {
  @Override
  public String name() {
    return "balanced-accuracy";
  }

  @Override
  public String label() {
    return "balanced accuracy";
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
    ConfusionMatrix confusion = ConfusionMatrix.of(outcomes);
    double sum = 0;
    int occurring = 0;
    for (int k = 0; k < confusion.classes(); k++) {
      if (confusion.support(k) > 0) {
        sum += confusion.recall(k);
        occurring++;
      }
    }
    return occurring < 2 ? Double.NaN : sum / occurring;
  }
}
