package org.interfuse.evaluation;

import com.google.auto.service.AutoService;
import org.interfuse.option.Meaning;
import org.interfuse.target.Prediction;
import org.interfuse.target.Target;
import org.interfuse.target.TargetSchema;

/**
 * The largest share of positives found by a threshold that leaves at least a given share of
 * negatives alone; two classes only. No interpolation between thresholds.
 *
 * @param specificity the share of negatives to be left alone, 0 to 1
 */
@Meaning("largest share of positives found while the given share of negatives is left alone")
@AutoService(Metric.class)
public record SensitivityAtSpecificity(
    @Meaning("the share of negatives to be left alone, 0 to 1") double specificity)
    implements Metric {
  public SensitivityAtSpecificity {
    if (!(specificity >= 0 && specificity <= 1)) {
      throw new IllegalArgumentException(
          "specificity must be between 0 and 1; found " + specificity);
    }
  }

  public SensitivityAtSpecificity() {
    this(0.9);
  }

  @Override
  public String name() {
    return "sensitivity-at-specificity";
  }

  @Override
  public String label() {
    return "sensitivity at specificity " + specificity;
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
    return TargetKinds.classification(schema) && schema.classes().size() == 2;
  }

  @Override
  public double compute(Target truth, Prediction prediction, Target training) {
    return Question.macro(truth, prediction, this::sensitivity);
  }

  private double sensitivity(Question question) {
    int[] order = Sorting.ascending(question.scores());
    double positives = question.positives();
    double negatives = question.size() - positives;
    int found = 0;
    int alarms = 0;
    int best = 0;
    for (int i = order.length - 1; i >= 0; i--) {
      boolean positive = question.positive()[order[i]];
      found += positive ? 1 : 0;
      alarms += positive ? 0 : 1;
      boolean threshold = i == 0 || question.scores()[order[i - 1]] != question.scores()[order[i]];
      if (threshold && (negatives - alarms) / negatives >= specificity) {
        best = found;
      }
    }
    return best / positives;
  }
}
