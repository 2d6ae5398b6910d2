package org.interfuse.comparison;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.interfuse.training.Trial;

/**
 * What is tuned, and how.
 *
 * @param spec as a study says
 * @param trials by name of a network candidate what was drawn for it, its own configuration first;
 *     candidates that are not tuned are not there
 */
public record Tuning(TuningSpec spec, Map<String, List<Trial>> trials) {
  /** Nothing is tuned. */
  public static final Tuning NONE = new Tuning(new TuningSpec(1, TuningSpec.defaults()), Map.of());

  public Tuning {
    trials = Collections.unmodifiableMap(new LinkedHashMap<>(trials));
  }

  /** Of one candidate; empty where it is not tuned. */
  public List<Trial> of(String candidate) {
    return trials.getOrDefault(candidate, List.of());
  }
}
