package org.interfuse.comparison;

import java.util.List;
import org.interfuse.cohort.Cohort;
import org.interfuse.cohort.Split;
import org.interfuse.preprocessing.PreprocessingSpec;
import org.interfuse.tensor.Seed;
import org.jspecify.annotations.Nullable;

/**
 * What is the same for every candidate of a comparison.
 *
 * @param cohort the subjects, with their targets
 * @param split the folds on which all are judged
 * @param preprocessing one per modality, in the cohort's order; fitted once a fold and shared
 * @param groups per subject the group that must not straddle a division, or null
 * @param seeds how often a network is fitted on each fold, 1 or more
 * @param seed of everything random
 * @param level of the intervals, for example 0.95
 */
public record Protocol(
    Cohort cohort,
    Split split,
    List<PreprocessingSpec> preprocessing,
    int @Nullable [] groups,
    int seeds,
    Seed seed,
    double level) {
  public Protocol {
    preprocessing = List.copyOf(preprocessing);
    if (seeds < 1) {
      throw new IllegalArgumentException("seeds: expected 1 or more, but it is " + seeds);
    }
  }
}
