package org.interfuse.comparison;

/**
 * Which fit of a comparison.
 *
 * @param candidate the candidate's name
 * @param fold index into the split's folds
 * @param seed number of the repetition, from 0
 */
public record FitKey(String candidate, int fold, int seed) {}
