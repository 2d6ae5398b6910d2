package org.interfuse.comparison;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.interfuse.model.ModelSpec;
import org.interfuse.model.Strategy;
import org.interfuse.training.TrainingSpec;

/**
 * A network with its options.
 *
 * @param name in tables
 * @param model what is fitted
 * @param training how
 * @param varied where it is one of several variations of a candidate, the value of each option that
 *     was varied, by path; empty otherwise
 */
public record NetworkCandidate(
    String name, ModelSpec model, TrainingSpec training, Map<String, String> varied)
    implements CandidateSpec {
  public NetworkCandidate {
    varied = Collections.unmodifiableMap(new LinkedHashMap<>(varied)); // in the order of the study
  }

  /** A candidate that is no variation. */
  public NetworkCandidate(String name, ModelSpec model, TrainingSpec training) {
    this(name, model, training, Map.of());
  }

  @Override
  public Optional<String> onlyModality() {
    return model.strategy() == Strategy.UNIMODAL
        ? Optional.ofNullable(model.modality())
        : Optional.empty();
  }
}
