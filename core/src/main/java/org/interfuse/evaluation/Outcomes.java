package org.interfuse.evaluation;

import java.util.Arrays;
import java.util.Locale;
import org.interfuse.target.Prediction;
import org.interfuse.target.Target;
import org.interfuse.target.Targets;

/** What happened beside what was predicted, for the subjects who have the target. */
final class Outcomes {
  private Outcomes() {}

  /** Labels [n] and probabilities [n][K]. */
  record Classes(Target.Classification truth, double[][] probabilities) {
    static Classes of(Target truth, Prediction prediction) {
      if (truth instanceof Target.Classification && prediction instanceof Prediction.Classes) {
        int[] present = present(truth, prediction);
        double[][] probabilities =
            ((Prediction.Classes) prediction).select(present).probabilities();
        checkColumns(truth, probabilities);
        return new Classes((Target.Classification) truth.select(present), probabilities);
      }
      throw mismatch("classification", "class probabilities", truth, prediction);
    }

    int size() {
      return probabilities.length;
    }

    int label(int subject) {
      return truth.labels()[subject];
    }

    /**
     * The class held most probable; the first of equals, so two classes at one half give the first.
     */
    int predicted(int subject) {
      double[] row = probabilities[subject];
      int best = 0;
      for (int k = 1; k < row.length; k++) {
        if (row[k] > row[best]) {
          best = k;
        }
      }
      return best;
    }

    boolean undefined() {
      return size() == 0 || Arrays.stream(probabilities).anyMatch(Sorting::hasNaN);
    }
  }

  /** True and predicted numbers, each [n]. */
  record Values(double[] truth, double[] predicted) {
    static Values of(Target truth, Prediction prediction) {
      if (truth instanceof Target.Regression regression
          && prediction instanceof Prediction.Values values) {
        int[] present = present(truth, prediction);
        return new Values(
            Targets.select(regression.values(), present), Targets.select(values.values(), present));
      }
      throw mismatch("regression", "values", truth, prediction);
    }

    int size() {
      return truth.length;
    }

    boolean undefined() {
      return size() == 0 || Sorting.hasNaN(predicted);
    }
  }

  /** Times and events beside risks and curves. */
  record Survival(Target.Survival truth, Prediction.Survival prediction) {
    static Survival of(Target truth, Prediction prediction) {
      if (truth instanceof Target.Survival survival
          && prediction instanceof Prediction.Survival curves) {
        int[] present = present(truth, prediction);
        return new Survival(survival.select(present), curves.select(present));
      }
      throw mismatch("survival", "survival curves", truth, prediction);
    }

    double[] times() {
      return truth.times();
    }

    boolean[] events() {
      return truth.events();
    }

    int size() {
      return truth.size();
    }
  }

  /** The training rows' survival target. */
  static Target.Survival training(Target training) {
    if (training instanceof Target.Survival survival) {
      return survival;
    }
    throw new IllegalArgumentException(
        "the training target must be survival; found " + training.schema().type().text());
  }

  /** The subjects who have the target, ascending. */
  static int[] present(Target truth, Prediction prediction) {
    if (truth.size() != prediction.size()) {
      throw new IllegalArgumentException(
          "truth and prediction must be of the same subjects; found "
              + truth.size()
              + " and "
              + prediction.size());
    }
    int[] all = new int[truth.size()];
    Arrays.setAll(all, subject -> subject);
    return Targets.present(truth, all);
  }

  /** Each class or label has its column of probabilities. */
  static void checkColumns(Target truth, double[][] probabilities) {
    int columns = truth.schema().classes().size();
    for (double[] row : probabilities) {
      if (row.length != columns) {
        throw new IllegalArgumentException(
            "a prediction of '"
                + truth.name()
                + "' must have "
                + columns
                + " columns; found "
                + row.length);
      }
    }
  }

  static IllegalArgumentException mismatch(
      String target, String predicted, Target truth, Prediction prediction) {
    return new IllegalArgumentException(
        "the metric needs a "
            + target
            + " target and "
            + predicted
            + "; found "
            + truth.schema().type().text()
            + " and "
            + prediction.getClass().getSimpleName().toLowerCase(Locale.ROOT));
  }
}
