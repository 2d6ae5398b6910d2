package org.interfuse.training;

import java.util.SplittableRandom;
import org.interfuse.tensor.Seed;
import org.jspecify.annotations.Nullable;

/**
 * Hides modalities of single subjects in training, so that a model learns to do without: each
 * modality a subject has is hidden with the given probability, independently, but if that would
 * leave nothing, one of them, drawn evenly, stays.
 *
 * @param rate probability in [0, 1)
 */
record ModalityDropout(double rate) {
  /**
   * Draws what to hide.
   *
   * @param presence [subject][modality] of the whole cohort
   * @param subjects of the batch
   * @param seed keyed by epoch and step
   * @return [position in batch][modality], or null if nothing is ever hidden
   */
  boolean @Nullable [][] draw(boolean[][] presence, int[] subjects, Seed seed) {
    if (rate == 0 || presence[0].length < 2) {
      return null;
    }
    SplittableRandom random = seed.random();
    boolean[][] hidden = new boolean[subjects.length][];
    for (int i = 0; i < subjects.length; i++) {
      hidden[i] = draw(presence[subjects[i]], random);
    }
    return hidden;
  }

  private boolean[] draw(boolean[] present, SplittableRandom random) {
    boolean[] hidden = new boolean[present.length];
    int has = 0;
    int left = 0;
    for (int m = 0; m < present.length; m++) {
      if (present[m]) {
        has++;
        hidden[m] = random.nextDouble() < rate;
        left += hidden[m] ? 0 : 1;
      }
    }
    if (left == 0) {
      keepOne(present, hidden, random.nextInt(has));
    }
    return hidden;
  }

  private static void keepOne(boolean[] present, boolean[] hidden, int choice) {
    int seen = 0;
    for (int m = 0; m < present.length; m++) {
      if (present[m] && seen++ == choice) {
        hidden[m] = false;
      }
    }
  }
}
