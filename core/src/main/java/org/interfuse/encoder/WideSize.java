package org.interfuse.encoder;

/**
 * How large a wide modality is.
 *
 * @param rows all that there are
 * @param trainingRows at most so many that a network learns from
 * @param columns p
 * @param stored cells of all rows that are stored, where those that are 0 are not; else {@link
 *     #ALL}
 */
public record WideSize(long rows, long trainingRows, long columns, long stored) {
  /** Every cell is stored. */
  public static final long ALL = -1;

  /** Of columns whose cells are all stored. */
  public WideSize(long rows, long trainingRows, long columns) {
    this(rows, trainingRows, columns, ALL);
  }

  /** Whether cells that are 0 are not stored. */
  public boolean sparse() {
    return stored != ALL;
  }
}
