package org.interfuse.training;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.interfuse.model.ModelSpec;

/**
 * One configuration of a network that tuning tries.
 *
 * @param values what was drawn, for people: option to value; empty for the study's own
 * @param model complete
 * @param training complete; seed, validation and ensemble are those of every trial
 */
public record Trial(Map<String, String> values, ModelSpec model, TrainingSpec training) {
  public Trial {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }
}
