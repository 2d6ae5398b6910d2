package org.interfuse.cohort;

import org.interfuse.modality.ModalityData;

/**
 * One modality of a cohort: its rows and who owns them.
 *
 * @param name the modality's name in the study
 * @param data the rows read
 * @param rowOf per subject of the cohort the row in {@code data}, or -1 where the subject lacks the
 *     modality
 */
public record CohortModality(String name, ModalityData data, int[] rowOf) {
  /** Whether the subject has this modality. */
  public boolean has(int subject) {
    return rowOf[subject] >= 0;
  }

  /** How many subjects have it. */
  public int present() {
    int count = 0;
    for (int row : rowOf) {
      if (row >= 0) {
        count++;
      }
    }
    return count;
  }
}
