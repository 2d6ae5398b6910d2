package org.interfuse.comparison;

import org.interfuse.evaluation.Estimate;

/**
 * One metric of one candidate.
 *
 * @param target the target's name
 * @param metric the metric's name
 * @param perFold the metric within each fold, averaged over seeds; NaN where undefined
 * @param estimate the mean over folds with its interval; on a single split the figure with a
 *     bootstrap interval
 */
public record MetricResult(String target, String metric, double[] perFold, Estimate estimate) {}
