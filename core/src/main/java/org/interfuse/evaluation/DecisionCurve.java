package org.interfuse.evaluation;

import java.util.Arrays;

/**
 * Net benefit of treating whoever is predicted to be at risk (Vickers and Elkin 2006): TP/n − FP/n
 * · p/(1 − p), where who has a predicted probability of p or more is treated. To treat nobody has
 * the net benefit 0. A threshold p says that one would treat 1/p to help one.
 *
 * @param thresholds p, ascending
 * @param model net benefit of the predictions
 * @param all net benefit of treating everybody
 */
public record DecisionCurve(double[] thresholds, double[] model, double[] all) {
  private static final int STEPS = 100;

  /**
   * At the thresholds 0.01, 0.02, … 0.99.
   *
   * @param positive [n], n at least 1
   * @param probabilities [n] of being positive
   */
  public static DecisionCurve of(boolean[] positive, double[] probabilities) {
    double[] thresholds = new double[STEPS - 1];
    Arrays.setAll(thresholds, i -> (i + 1) / (double) STEPS);
    double[] model = new double[thresholds.length];
    double[] all = new double[thresholds.length];
    double[] always = new double[positive.length];
    Arrays.fill(always, 1);
    for (int i = 0; i < thresholds.length; i++) {
      model[i] = netBenefit(positive, probabilities, thresholds[i]);
      all[i] = netBenefit(positive, always, thresholds[i]);
    }
    return new DecisionCurve(thresholds, model, all);
  }

  private static double netBenefit(boolean[] positive, double[] probabilities, double threshold) {
    double odds = threshold / (1 - threshold);
    int truePositives = 0;
    int falsePositives = 0;
    for (int i = 0; i < positive.length; i++) {
      if (probabilities[i] >= threshold) {
        truePositives += positive[i] ? 1 : 0;
        falsePositives += positive[i] ? 0 : 1;
      }
    }
    return (truePositives - falsePositives * odds) / positive.length;
  }
}
