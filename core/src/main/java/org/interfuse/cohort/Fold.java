package org.interfuse.cohort;

/**
 * One division of the subjects into those a candidate may learn from and those it is judged on.
 *
 * @param name for tables, for example {@code repeat 1, fold 3} or {@code site A}
 * @param repeat which repeat it belongs to, from 0; folds of one repeat have disjoint test subjects
 * @param train indices of the training subjects, ascending
 * @param test indices of the test subjects, ascending, disjoint from {@code train}
 */
public record Fold(String name, int repeat, int[] train, int[] test) {}
