package org.interfuse.encoder;

/**
 * How large a wide modality is.
 *
 * @param rows all that there are
 * @param trainingRows at most so many that a network learns from
 * @param columns p
 * @param sparse whether only cells that are not 0 are stored
 */
public record WideSize(long rows, long trainingRows, long columns, boolean sparse) {
  /** Of columns whose cells are all stored. */
  public WideSize(long rows, long trainingRows, long columns) {
    this(rows, trainingRows, columns, false);
  }
}
