package org.interfuse.preprocessing;

import java.nio.file.Path;
import java.util.Optional;
import org.interfuse.modality.ModalityData;

/**
 * How a modality is prepared: a record of options found with {@code ServiceLoader}. Its public
 * no-argument constructor holds the defaults.
 */
public interface PreprocessingSpec {
  /** The name in a study; the default of a source needs none. */
  String type();

  /**
   * The same once the files that it names were read; itself where it names none.
   *
   * @param where option path for messages, for example {@code modalities.notes.preprocessing}
   * @param folder that paths are relative to
   * @throws org.interfuse.finding.FindingsException if one is not there, or not what it should be
   */
  default PreprocessingSpec opened(String where, Path folder) {
    return this;
  }

  /** The SHA-256 of what it read of a file that is no data; empty where it reads none. */
  default Optional<String> sha256() {
    return Optional.empty();
  }

  /** Whether this preprocessing understands that kind of data. */
  boolean accepts(ModalityData data);

  /**
   * Fits on training rows and nothing else (law 5).
   *
   * @param where option path for messages, for example {@code modalities.rna.preprocessing}
   * @param data all rows read
   * @param trainingRows rows of {@code data} that may be looked at, ascending
   */
  FittedPreprocessing fit(String where, ModalityData data, int[] trainingRows);

  /** Builds a fitted preprocessing again from what {@link FittedPreprocessing#state} gave. */
  FittedPreprocessing restore(PreprocessingState state);
}
