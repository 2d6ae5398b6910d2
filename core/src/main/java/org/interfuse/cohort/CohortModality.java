package org.interfuse.cohort;

import java.util.Arrays;
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

  /** The same rows, as if nobody owned one. */
  public CohortModality ofNobody() {
    int[] none = new int[rowOf.length];
    Arrays.fill(none, -1);
    return new CohortModality(name, data, none);
  }

  /** The same rows with some subjects alone, in the order given. */
  CohortModality select(int[] subjects) {
    return new CohortModality(name, data, Arrays.stream(subjects).map(s -> rowOf[s]).toArray());
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
