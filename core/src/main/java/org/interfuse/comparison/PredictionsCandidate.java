package org.interfuse.comparison;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Predictions that were made elsewhere on the same folds, by whatever program: nothing is fitted.
 * What the verdict takes them for is what the study declares; nobody can see it in a file.
 *
 * @param name in tables
 * @param path of the file, or a glob of several, relative to the study file
 * @param isBaseline whether it may be the best baseline, one that reads features
 * @param modality the only modality that it was made from; null for several, or where it is not
 *     said. With neither this nor {@code isBaseline} it is exploratory
 */
public record PredictionsCandidate(
    String name, String path, boolean isBaseline, @Nullable String modality)
    implements CandidateSpec {
  public PredictionsCandidate {
    if (isBaseline && modality != null) {
      throw new IllegalArgumentException("expected role: baseline or modality, but both are there");
    }
  }

  /** An exploratory one. */
  public PredictionsCandidate(String name, String path) {
    this(name, path, false, null);
  }

  @Override
  public boolean readsFeatures() {
    return isBaseline;
  }

  @Override
  public Optional<String> onlyModality() {
    return Optional.ofNullable(modality);
  }
}
