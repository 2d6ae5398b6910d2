package org.interfuse.preprocessing;

/** A modality after preprocessing, ready for an encoder. */
public sealed interface Prepared permits Features, WideFeatures, SequenceFeatures {
  /** Number of rows n, in the order of the modality's data. */
  int rows();

  /** What an encoder is given. */
  FeatureShape shape();

  /** Cells held in memory. */
  long cells();

  /**
   * The columns in memory.
   *
   * @throws org.interfuse.finding.FindingsException if it is too wide to be held, or has no columns
   */
  Features table();

  /** Some rows alone, in the order given. */
  Prepared select(int[] rows);
}
