package org.interfuse.evaluation;

import org.interfuse.target.Prediction;
import org.interfuse.target.Target;

/** Means of F1 over classes or labels. */
final class F1 {
  private F1() {}

  static double mean(Target truth, Prediction prediction, boolean weighted) {
    return truth instanceof Target.Multilabel
        ? overLabels(truth, prediction, weighted)
        : overClasses(Outcomes.Classes.of(truth, prediction), weighted);
  }

  private static double overClasses(Outcomes.Classes outcomes, boolean weighted) {
    if (outcomes.undefined()) {
      return Double.NaN;
    }
    ConfusionMatrix confusion = ConfusionMatrix.of(outcomes);
    double sum = 0;
    double total = 0;
    for (int k = 0; k < confusion.classes(); k++) {
      if (confusion.support(k) + confusion.predicted(k) > 0) {
        double weight = weighted ? confusion.support(k) : 1;
        sum += weight * confusion.f1(k);
        total += weight;
      }
    }
    return sum / total;
  }

  private static double overLabels(Target truth, Prediction prediction, boolean weighted) {
    double sum = 0;
    double total = 0;
    for (Question question : Question.of(truth, prediction)) {
      if (question.bothAnswers()) {
        double weight = weighted ? question.positives() : 1;
        sum += weight * ofLabel(question);
        total += weight;
      }
    }
    return sum / total;
  }

  private static double ofLabel(Question question) {
    return Sorting.hasNaN(question.scores()) ? Double.NaN : ConfusionMatrix.of(question).f1(1);
  }
}
