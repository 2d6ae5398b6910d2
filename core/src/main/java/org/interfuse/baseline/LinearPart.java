package org.interfuse.baseline;

import java.util.Arrays;
import java.util.List;
import org.interfuse.preprocessing.Features;
import org.interfuse.target.TargetType;
import org.jspecify.annotations.Nullable;

/**
 * A fitted linear model of one set of columns; for labels one model each.
 *
 * @param inputs where the columns are
 * @param models one per problem
 * @param penalties the penalty of each; infinite where there was too little to learn from
 * @param hazard the Breslow baseline hazard; null for other targets
 */
record LinearPart(
    Inputs inputs, List<LinearModel> models, double[] penalties, @Nullable StepFunction hazard) {
  LinearPart {
    models = List.copyOf(models);
  }

  /** Vectors on the outcome's scale for some rows of the columns: [row][width]. */
  double[][] predict(Features features, int[] rows, Outcome outcome) {
    DesignMatrix design = DesignMatrix.of(features, rows);
    double[][] vectors = new double[rows.length][outcome.width()];
    if (hazard != null) {
      curves(models.get(0).scores(design), hazard.at(outcome.times()), vectors);
      return vectors;
    }
    for (int problem = 0; problem < models.size(); problem++) {
      double[] scores = models.get(problem).scores(design);
      for (int i = 0; i < rows.length; i++) {
        link(outcome.type(), scores, problem, i, vectors[i]);
      }
    }
    return vectors;
  }

  private static void link(TargetType type, double[] scores, int problem, int i, double[] into) {
    if (type == TargetType.REGRESSION) {
      into[0] = scores[i];
    } else if (type == TargetType.MULTILABEL) {
      into[problem] = logistic(scores[i]);
    } else if (into.length == 2) {
      into[1] = logistic(scores[i]);
      into[0] = 1 - into[1];
    } else {
      softmax(scores, i, into);
    }
  }

  private static double logistic(double score) {
    return 1 / (1 + Math.exp(-score));
  }

  /** Class-major scores [K × n] of row i to probabilities. */
  private static void softmax(double[] scores, int i, double[] into) {
    int rows = scores.length / into.length;
    double largest = Double.NEGATIVE_INFINITY;
    for (int k = 0; k < into.length; k++) {
      largest = Math.max(largest, scores[k * rows + i]);
    }
    for (int k = 0; k < into.length; k++) {
      into[k] = Math.exp(scores[k * rows + i] - largest);
    }
    double total = Arrays.stream(into).sum();
    for (int k = 0; k < into.length; k++) {
      into[k] /= total;
    }
  }

  /** S(t) = exp(−H₀(t) exp η). */
  private static void curves(double[] scores, double[] cumulative, double[][] into) {
    for (int i = 0; i < into.length; i++) {
      for (int k = 0; k < cumulative.length; k++) {
        into[i][k] = Math.exp(-cumulative[k] * Math.exp(scores[i]));
      }
    }
  }
}
