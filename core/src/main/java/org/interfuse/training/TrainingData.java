package org.interfuse.training;

import java.util.List;
import org.interfuse.model.CohortTensors;
import org.interfuse.target.Target;

/**
 * What a network is trained on.
 *
 * @param tensors prepared rows of the model's modalities
 * @param targets of every subject of the cohort, in the study's order
 * @param presence [subject][modality] for the model's modalities
 */
public record TrainingData(CohortTensors tensors, List<Target> targets, boolean[][] presence) {
  public TrainingData {
    targets = List.copyOf(targets);
  }
}
