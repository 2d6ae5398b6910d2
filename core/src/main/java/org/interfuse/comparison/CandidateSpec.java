package org.interfuse.comparison;

import java.util.Optional;

/** One of the things compared. */
public sealed interface CandidateSpec
    permits BaselineCandidate, NetworkCandidate, PredictionsCandidate {
  /** Its name in tables, unique in a comparison. */
  String name();

  /** Whether it may be the best baseline. */
  default boolean isBaseline() {
    return false;
  }

  /** Whether it is a baseline that reads values of modalities, and not only who has them. */
  default boolean readsFeatures() {
    return false;
  }

  /** The modality that it has alone; empty where it has several, or none. */
  default Optional<String> onlyModality() {
    return Optional.empty();
  }
}
