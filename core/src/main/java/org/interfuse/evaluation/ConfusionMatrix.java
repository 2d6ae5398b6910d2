package org.interfuse.evaluation;

import org.interfuse.target.Prediction;
import org.interfuse.target.Target;

/**
 * How often each class was taken for each; the class held most probable is the predicted one, the
 * first of equals (so of two classes the second needs more than one half).
 *
 * @param counts [true class][predicted class]
 */
public record ConfusionMatrix(int[][] counts) {
  /** Counts the subjects who have the target. */
  public static ConfusionMatrix of(Target.Classification truth, Prediction.Classes prediction) {
    return of(Outcomes.Classes.of(truth, prediction));
  }

  static ConfusionMatrix of(Outcomes.Classes outcomes) {
    int classes = outcomes.truth().classes();
    int[][] counts = new int[classes][classes];
    for (int i = 0; i < outcomes.size(); i++) {
      counts[outcomes.label(i)][outcomes.predicted(i)]++;
    }
    return new ConfusionMatrix(counts);
  }

  static ConfusionMatrix of(Question question) {
    int[][] counts = new int[2][2];
    for (int i = 0; i < question.size(); i++) {
      counts[question.positive()[i] ? 1 : 0][question.scores()[i] > 0.5 ? 1 : 0]++;
    }
    return new ConfusionMatrix(counts);
  }

  /** Number of classes. */
  public int classes() {
    return counts.length;
  }

  /** Subjects of class {@code k}. */
  public int support(int k) {
    int sum = 0;
    for (int count : counts[k]) {
      sum += count;
    }
    return sum;
  }

  /** Subjects taken for class {@code k}. */
  public int predicted(int k) {
    int sum = 0;
    for (int[] row : counts) {
      sum += row[k];
    }
    return sum;
  }

  /** Share of class {@code k} that was recognised; NaN where nobody is of that class. */
  public double recall(int k) {
    return (double) counts[k][k] / support(k);
  }

  /** 2 TP / (2 TP + FP + FN) of class {@code k}; NaN where it is neither true nor predicted. */
  public double f1(int k) {
    return 2.0 * counts[k][k] / (support(k) + predicted(k));
  }
}
