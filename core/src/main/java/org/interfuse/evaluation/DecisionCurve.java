package org.interfuse.evaluation;

import java.util.Arrays;
import org.apache.commons.math3.distribution.NormalDistribution;

/**
 * Net benefit of treating whoever is predicted to be at risk (Vickers and Elkin 2006): TP/n − FP/n
 * · p/(1 − p), where who has a predicted probability of p or more is treated. To treat nobody has
 * the net benefit 0. A threshold p says that one would treat 1/p to help one.
 *
 * @param thresholds p, ascending
 * @param model net benefit of the predictions
 * @param halfWidth of the interval of {@code model} at each threshold, pointwise: net benefit is a
 *     mean over subjects of 1, −p/(1 − p) or 0, so the normal interval of a mean (Marsh, Janes and
 *     Pepe 2020); NaN of a single subject
 * @param all net benefit of treating everybody
 */
public record DecisionCurve(double[] thresholds, double[] model, double[] halfWidth, double[] all) {
  private static final int STEPS = 100;

  /**
   * At the thresholds 0.01, 0.02, … 0.99.
   *
   * @param positive [n], n at least 1
   * @param probabilities [n] of being positive
   * @param level of the interval, in (0, 1)
   */
  public static DecisionCurve of(boolean[] positive, double[] probabilities, double level) {
    double z = new NormalDistribution(null, 0, 1).inverseCumulativeProbability((1 + level) / 2);
    double[] thresholds = new double[STEPS - 1];
    Arrays.setAll(thresholds, i -> (i + 1) / (double) STEPS);
    double[] model = new double[thresholds.length];
    double[] halfWidth = new double[thresholds.length];
    double[] all = new double[thresholds.length];
    double[] always = new double[positive.length];
    Arrays.fill(always, 1);
    for (int i = 0; i < thresholds.length; i++) {
      Treated treated = Treated.of(positive, probabilities, thresholds[i]);
      model[i] = treated.netBenefit();
      halfWidth[i] = z * treated.standardError();
      all[i] = Treated.of(positive, always, thresholds[i]).netBenefit();
    }
    return new DecisionCurve(thresholds, model, halfWidth, all);
  }

  /**
   * Who is treated at a threshold.
   *
   * @param odds what treating one in vain costs, p/(1 − p)
   * @param subjects treated or not
   */
  private record Treated(int truePositives, int falsePositives, double odds, int subjects) {
    static Treated of(boolean[] positive, double[] probabilities, double threshold) {
      int truePositives = 0;
      int falsePositives = 0;
      for (int i = 0; i < positive.length; i++) {
        if (probabilities[i] >= threshold) {
          truePositives += positive[i] ? 1 : 0;
          falsePositives += positive[i] ? 0 : 1;
        }
      }
      return new Treated(
          truePositives, falsePositives, threshold / (1 - threshold), positive.length);
    }

    double netBenefit() {
      return (truePositives - falsePositives * odds) / subjects;
    }

    double standardError() {
      double squares = truePositives + falsePositives * odds * odds;
      double mean = netBenefit();
      double variance = Math.max(0, squares - subjects * mean * mean) / (subjects - 1);
      return subjects == 1 ? Double.NaN : Math.sqrt(variance / subjects);
    }
  }
}
