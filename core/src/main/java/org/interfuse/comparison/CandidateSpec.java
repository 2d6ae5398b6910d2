package org.interfuse.comparison;

/** One of the things compared. */
public sealed interface CandidateSpec
    permits BaselineCandidate, NetworkCandidate, PredictionsCandidate {
  /** Its name in tables, unique in a comparison. */
  String name();
}
