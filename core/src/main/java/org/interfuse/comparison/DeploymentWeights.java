package org.interfuse.comparison;

import java.util.Map;

/**
 * How probable each availability pattern is where a model is to be used.
 *
 * @param availability the cohort's modalities
 * @param available by name the probability that a subject has it, independent of each other
 */
record DeploymentWeights(Availability availability, Map<String, Double> available) {
  /** Bit mask of the modalities whose probability is stated. */
  int named() {
    return availability.patternOf(available.keySet());
  }

  /** Σ over the sets of named modalities of their probability times their metric. */
  double expected(MaskedMetrics masked) {
    int others = availability.full() & ~named();
    double sum = 0;
    for (int pattern = 0; pattern < availability.patterns(); pattern++) {
      double probability = probability(pattern);
      if (Availability.includes(pattern, others) && probability > 0) {
        sum += probability * masked.deployed()[pattern];
      }
    }
    return sum;
  }

  private double probability(int pattern) {
    double product = 1;
    for (int m = 0; m < availability.names().size(); m++) {
      Double probability = available.get(availability.names().get(m));
      if (probability != null) {
        product *= Availability.has(pattern, m) ? probability : 1 - probability;
      }
    }
    return product;
  }
}
