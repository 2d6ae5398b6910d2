package org.interfuse.model;

import org.interfuse.preprocessing.Prepared;

/**
 * One modality as a model is given it: its prepared rows and who owns them.
 *
 * @param name the modality's name
 * @param features prepared rows
 * @param rowOf per subject the row in {@code features}, or -1 where the subject lacks the modality
 */
public record ModalityInput(String name, Prepared features, int[] rowOf) {
  /** Whether the subject has this modality. */
  public boolean has(int subject) {
    return rowOf[subject] >= 0;
  }
}
