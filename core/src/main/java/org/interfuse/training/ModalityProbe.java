package org.interfuse.training;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a trained network says on its held-out rows when it is given one modality alone. A modality
 * that says nothing here, though a network of its own does well with it, was not learned from: the
 * others outran it (Wang et al., What makes training multi-modal classification networks hard?,
 * CVPR 2020).
 *
 * @param subjects held out
 * @param metric the name of the first target's primary metric
 * @param all its value with every modality that a subject has; NaN where undefined
 * @param alone by modality, its value on those who have the modality and with all others masked;
 *     NaN where undefined
 * @param having by modality, how many of those held out have it
 */
public record ModalityProbe(
    int subjects,
    String metric,
    double all,
    Map<String, Double> alone,
    Map<String, Integer> having) {
  public ModalityProbe {
    having = Collections.unmodifiableMap(new LinkedHashMap<>(having));
    alone = Collections.unmodifiableMap(new LinkedHashMap<>(alone));
  }
}
