package org.interfuse.comparison;

import org.interfuse.baseline.BaselineSpec;

/** A candidate that is no network. */
public record BaselineCandidate(String name, BaselineSpec baseline) implements CandidateSpec {
  @Override
  public boolean isBaseline() {
    return true;
  }

  @Override
  public boolean readsFeatures() {
    return baseline.strategy().isPresent();
  }
}
