package org.interfuse.preprocessing;

import org.jspecify.annotations.Nullable;

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

  /**
   * The columns where they are read in tiles, for models that read columns: those of a wide
   * modality, or the counts of words. Null where there are none, as of a table.
   */
  default @Nullable WideFeatures wide() {
    return null;
  }

  /** Some rows alone, in the order given. */
  Prepared select(int[] rows);
}
