package org.interfuse.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.interfuse.target.Prediction;
import org.interfuse.target.Target;

/**
 * One yes-or-no question put to n subjects: who is positive, and how probable that was held.
 *
 * @param positive [n]
 * @param scores [n], higher means more probably positive
 */
record Question(boolean[] positive, double[] scores) {
  /**
   * The questions that a target asks: of two classes one, whether it is the second; of K > 2
   * classes K, each against the rest; of L labels L, each over the subjects for whom it is known.
   */
  static List<Question> of(Target truth, Prediction prediction) {
    if (truth instanceof Target.Multilabel labels
        && prediction instanceof Prediction.Labels predicted) {
      return ofLabels(labels, predicted);
    }
    Outcomes.Classes outcomes = Outcomes.Classes.of(truth, prediction);
    int classes = outcomes.truth().classes();
    List<Question> questions = new ArrayList<>();
    for (int k = classes == 2 ? 1 : 0; k < classes; k++) {
      questions.add(ofClass(outcomes, k));
    }
    return questions;
  }

  /** Mean over the questions with both answers; NaN where there is none or a score is NaN. */
  static double macro(Target truth, Prediction prediction, ToDoubleFunction<Question> metric) {
    double sum = 0;
    int count = 0;
    for (Question question : of(truth, prediction)) {
      if (question.bothAnswers()) {
        sum += Sorting.hasNaN(question.scores) ? Double.NaN : metric.applyAsDouble(question);
        count++;
      }
    }
    return count == 0 ? Double.NaN : sum / count;
  }

  int size() {
    return scores.length;
  }

  int positives() {
    int count = 0;
    for (boolean one : positive) {
      count += one ? 1 : 0;
    }
    return count;
  }

  boolean bothAnswers() {
    int positives = positives();
    return positives > 0 && positives < size();
  }

  private static Question ofClass(Outcomes.Classes outcomes, int k) {
    boolean[] positive = new boolean[outcomes.size()];
    double[] scores = new double[outcomes.size()];
    for (int i = 0; i < scores.length; i++) {
      positive[i] = outcomes.label(i) == k;
      scores[i] = outcomes.probabilities()[i][k];
    }
    return new Question(positive, scores);
  }

  private static List<Question> ofLabels(Target.Multilabel truth, Prediction.Labels prediction) {
    int[] present = Outcomes.present(truth, prediction);
    Outcomes.checkColumns(truth, prediction.select(present).probabilities());
    List<Question> questions = new ArrayList<>();
    for (int label = 0; label < truth.schema().classes().size(); label++) {
      questions.add(ofLabel(truth, prediction, present, label));
    }
    return questions;
  }

  private static Question ofLabel(
      Target.Multilabel truth, Prediction.Labels prediction, int[] present, int label) {
    boolean[] positive = new boolean[present.length];
    double[] scores = new double[present.length];
    int count = 0;
    for (int subject : present) {
      if (truth.values()[subject][label] >= 0) {
        positive[count] = truth.values()[subject][label] == 1;
        scores[count++] = prediction.probabilities()[subject][label];
      }
    }
    return new Question(Arrays.copyOf(positive, count), Arrays.copyOf(scores, count));
  }
}
