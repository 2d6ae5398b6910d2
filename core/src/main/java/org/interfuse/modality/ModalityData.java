package org.interfuse.modality;

/**
 * What a source read of one modality: the rows of those subjects who have it, in the source's own
 * order. The cohort says which subject owns which row.
 */
public interface ModalityData {
  /** Number of rows. */
  int rows();

  /** One line for people: kind and size, for example {@code 198 numeric columns}. */
  String describe();
}
