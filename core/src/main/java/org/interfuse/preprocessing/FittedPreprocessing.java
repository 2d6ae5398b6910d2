package org.interfuse.preprocessing;

import org.interfuse.modality.KnownColumns;
import org.interfuse.modality.ModalityData;

/** A preprocessing whose figures were fitted on training rows; immutable, thread-safe. */
public interface FittedPreprocessing {
  /** What {@link #apply} produces. */
  FeatureShape shape();

  /** Prepares every row. Columns are found by name; levels not seen in training go to bucket 0. */
  Prepared apply(ModalityData data);

  /** The columns that {@link #apply} needs. */
  KnownColumns columns();

  /** Everything needed to build it again. */
  PreprocessingState state();
}
