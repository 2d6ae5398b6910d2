package org.interfuse.comparison;

import java.util.HashMap;
import java.util.Map;
import org.interfuse.cohort.Fold;
import org.interfuse.finding.FindingsException;
import org.interfuse.preprocessing.PreparedCohort;
import org.interfuse.preprocessing.PreparedModalities;
import org.jspecify.annotations.Nullable;

/**
 * Preprocessing fitted once a fold, shared by every candidate that asks for the same, and forgotten
 * when the last fit of the fold is done. Thread-safe.
 */
final class PreparedFolds {
  private final Protocol protocol;
  private final Map<Integer, Held> held = new HashMap<>();

  /**
   * Holds nothing yet.
   *
   * @param usesPerFold how often each fold will be asked for and given back
   */
  PreparedFolds(Protocol protocol, int usesPerFold) {
    this.protocol = protocol;
    for (int fold = 0; fold < protocol.split().folds().size(); fold++) {
      held.put(fold, new Held(usesPerFold));
    }
  }

  /** The cohort prepared for a candidate with what was fitted on the fold's training subjects. */
  PreparedCohort take(int fold, CandidateSpec candidate) {
    Held own = of(fold);
    synchronized (own) {
      Fold division = protocol.split().folds().get(fold);
      PreparedModalities prepared = own.prepared;
      if (prepared == null) {
        prepared = new PreparedModalities(protocol.cohort(), division.train());
        own.prepared = prepared;
      }
      try {
        return prepared.of(protocol.preprocessing(candidate));
      } catch (FindingsException e) {
        throw new FindingsException(
            e.findings().stream().map(f -> f.at(division.name() + ", " + f.where())).toList());
      }
    }
  }

  /** Says that one use is over. */
  void giveBack(int fold) {
    Held own = of(fold);
    synchronized (own) {
      if (--own.uses == 0) {
        own.prepared = null;
      }
    }
  }

  private Held of(int fold) {
    return java.util.Objects.requireNonNull(held.get(fold));
  }

  private static final class Held {
    private int uses;
    private @Nullable PreparedModalities prepared;

    private Held(int uses) {
      this.uses = uses;
    }
  }
}
