package org.interfuse.advice;

/**
 * A candidate that could be deployed.
 *
 * @param name the candidate's
 * @param approach where it merges
 * @param network whether it is a network; a baseline of the same approach is simpler
 * @param metric mean of the primary metric, turned so that more is better; where the study states
 *     availability in deployment, the figure reweighted to it
 * @param standardError of that figure; NaN where the design gives none
 * @param milliseconds for predicting one subject; NaN if not measured
 * @param megabytes that it holds in memory to predict; NaN if not known
 * @param subjectsPerParameter training subjects over its trained parameters; NaN of what is no
 *     network
 */
public record Contender(
    String name,
    Approach approach,
    boolean network,
    double metric,
    double standardError,
    double milliseconds,
    double megabytes,
    double subjectsPerParameter) {}
