package org.interfuse.comparison;

/**
 * Predictions that were made elsewhere on the same folds, by whatever program: nothing is fitted.
 *
 * @param name in tables
 * @param path of the file, or a glob of several, relative to the study file
 */
public record PredictionsCandidate(String name, String path) implements CandidateSpec {}
