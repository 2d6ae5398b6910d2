package org.interfuse.comparison;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.interfuse.cohort.Cohort;
import org.interfuse.cohort.Split;
import org.interfuse.model.ModalityEncoder;
import org.interfuse.model.ModelSpec;
import org.interfuse.model.Strategy;
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
 * @param folder that paths of encoders are relative to
 */
public record Protocol(
    Cohort cohort,
    Split split,
    List<PreprocessingSpec> preprocessing,
    int @Nullable [] groups,
    int seeds,
    Seed seed,
    double level,
    Path folder) {
  /** Of encoders that read no files. */
  public Protocol(
      Cohort cohort,
      Split split,
      List<PreprocessingSpec> preprocessing,
      int @Nullable [] groups,
      int seeds,
      Seed seed,
      double level) {
    this(cohort, split, preprocessing, groups, seeds, seed, level, Path.of(""));
  }

  public Protocol {
    preprocessing = List.copyOf(preprocessing);
    if (seeds < 1) {
      throw new IllegalArgumentException("seeds: expected 1 or more, but it is " + seeds);
    }
  }

  /**
   * What prepares each modality for a network: what its encoder brings along, or else what is the
   * same for all. Strategy early merges tables before any encoder.
   */
  public List<PreprocessingSpec> preprocessing(ModelSpec model) {
    if (model.strategy() == Strategy.EARLY) {
      return preprocessing;
    }
    List<PreprocessingSpec> own = new ArrayList<>(preprocessing);
    for (ModalityEncoder encoder : model.encoders()) {
      PreprocessingSpec brought = encoder.encoder().preprocessing(folder);
      if (brought != null) {
        own.set(cohort.modalities().indexOf(cohort.modality(encoder.modality())), brought);
      }
    }
    return own;
  }

  /** The same for any candidate. */
  public List<PreprocessingSpec> preprocessing(CandidateSpec candidate) {
    return candidate instanceof NetworkCandidate network
        ? preprocessing(network.model())
        : preprocessing;
  }
}
