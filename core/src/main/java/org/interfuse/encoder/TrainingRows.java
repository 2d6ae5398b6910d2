package org.interfuse.encoder;

import java.util.List;
import org.interfuse.preprocessing.Prepared;
import org.interfuse.target.Target;
import org.interfuse.tensor.Seed;

/**
 * What an encoder may look at before training: the rows of the training subjects who have its
 * modality, and what is known of these subjects (law 5).
 *
 * @param features of the modality
 * @param rows [n] rows of {@code features}
 * @param targets of the same n subjects, in the study's order
 * @param seed of this encoder's random numbers
 */
public record TrainingRows(Prepared features, int[] rows, List<Target> targets, Seed seed) {
  public TrainingRows {
    targets = List.copyOf(targets);
  }
}
