package org.interfuse.baseline;

import java.util.Arrays;
import org.interfuse.target.TargetType;

/** From scores on a real scale to what they say of a subject. */
public final class Link {
  private Link() {}

  /**
   * Of classes, labels and numbers: the logistic function, softmax, or the score itself.
   *
   * @param scores class-major, [K × n]
   * @param problem which of the target's labels; 0 for other targets
   * @param row from 0 to n − 1
   * @param into the subject's vector on the scale of {@link Outcome}
   */
  public static void apply(TargetType type, double[] scores, int problem, int row, double[] into) {
    if (type == TargetType.REGRESSION) {
      into[0] = scores[row];
    } else if (type == TargetType.MULTILABEL) {
      into[problem] = logistic(scores[row]);
    } else if (into.length == 2) {
      into[1] = logistic(scores[row]);
      into[0] = 1 - into[1];
    } else {
      softmax(scores, row, into);
    }
  }

  /**
   * Of log-risks under proportional hazards: S(t) = exp(−H₀(t) exp η).
   *
   * @param scores [n]
   * @param cumulative H₀ at the curve's times
   * @param into [n][times]
   */
  public static void curves(double[] scores, double[] cumulative, double[][] into) {
    for (int i = 0; i < into.length; i++) {
      for (int k = 0; k < cumulative.length; k++) {
        into[i][k] = Math.exp(-cumulative[k] * Math.exp(scores[i]));
      }
    }
  }

  private static double logistic(double score) {
    return 1 / (1 + Math.exp(-score));
  }

  private static void softmax(double[] scores, int row, double[] into) {
    int rows = scores.length / into.length;
    double largest = Double.NEGATIVE_INFINITY;
    for (int k = 0; k < into.length; k++) {
      largest = Math.max(largest, scores[k * rows + row]);
    }
    for (int k = 0; k < into.length; k++) {
      into[k] = Math.exp(scores[k * rows + row] - largest);
    }
    double total = Arrays.stream(into).sum();
    for (int k = 0; k < into.length; k++) {
      into[k] /= total;
    }
  }
}
