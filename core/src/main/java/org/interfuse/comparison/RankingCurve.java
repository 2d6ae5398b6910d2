package org.interfuse.comparison;

/**
 * A curve of one candidate, computed within each fold and averaged at equal x (vertical averaging,
 * Fawcett 2006).
 *
 * @param target the target's name
 * @param candidate the candidate's name
 * @param outcome the class or label; of several, what they are averaged over
 * @param prevalence the share of positives in the test parts
 * @param x false positive rates, or recalls
 * @param y true positive rates, or precisions; NaN where undefined
 * @param lower end of the interval of the mean at each x; NaN where there is none
 * @param upper end of the interval
 */
public record RankingCurve(
    String target,
    String candidate,
    String outcome,
    double prevalence,
    double[] x,
    double[] y,
    double[] lower,
    double[] upper) {}
