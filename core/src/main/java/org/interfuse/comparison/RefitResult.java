package org.interfuse.comparison;

/** A refit over all folds; the result of a shared one is that of the candidate itself. */
public record RefitResult(Refit refit, CandidateResult result) {}
