package org.interfuse.source;

/** What to do when a subject has several rows. */
public enum RowPolicy {
  /** More than one row is an error that names the subject's rows. */
  ONE,
  /** The first row in file order. */
  FIRST,
  /**
   * Numeric columns are averaged over the rows that have them; of a categorical column the most
   * frequent level is taken, the earliest in file order among equals.
   */
  MEAN
}
