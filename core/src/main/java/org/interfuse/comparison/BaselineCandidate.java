package org.interfuse.comparison;

import org.interfuse.baseline.BaselineSpec;

/** A candidate that is no network. */
public record BaselineCandidate(String name, BaselineSpec baseline) implements CandidateSpec {}
