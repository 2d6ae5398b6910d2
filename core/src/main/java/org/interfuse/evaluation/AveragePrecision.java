package org.interfuse.evaluation;

import com.google.auto.service.AutoService;
import org.interfuse.option.Meaning;
import org.interfuse.target.Prediction;
import org.interfuse.target.Target;
import org.interfuse.target.TargetSchema;

/**
 * Area under the precision-recall curve as average precision: Σ (recall_n - recall_{n-1})
 * precision_n over the thresholds from the highest down, without interpolation.
 *
 * <p>K > 2 classes: the mean over classes of each against the rest. Labels: the mean over labels.
 * Classes and labels without both answers among the subjects are left out; NaN where none remains.
 */
@Meaning("area under the precision-recall curve, as average precision")
@AutoService(Metric.class)
public record AveragePrecision() implements Metric {
  @Override
  public String name() {
    return "auprc";
  }

  @Override
  public String label() {
    return "AUPRC";
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
    return Question.macro(truth, prediction, AveragePrecision::averagePrecision);
  }

  private static double averagePrecision(Question question) {
    int[] order = Sorting.ascending(question.scores());
    double sum = 0;
    int found = 0;
    int end = order.length;
    while (end > 0) {
      int start = end;
      int foundBefore = found;
      double threshold = question.scores()[order[end - 1]];
      while (start > 0 && question.scores()[order[start - 1]] == threshold) {
        start--;
        found += question.positive()[order[start]] ? 1 : 0;
      }
      sum += (found - foundBefore) * ((double) found / (order.length - start));
      end = start;
    }
    return sum / found;
  }
}
