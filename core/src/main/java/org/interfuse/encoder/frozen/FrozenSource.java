package org.interfuse.encoder.frozen;

import org.interfuse.preprocessing.PreprocessingState;

/** Where a frozen network comes from. Equal sources open equal networks. */
public interface FrozenSource {
  /**
   * Opens it, or gives what is open already.
   *
   * @param where option path for messages, for example {@code modalities.notes.encoder}
   * @throws org.interfuse.finding.FindingsException if there is none, or it is not what it should
   *     be
   */
  FrozenNetwork open(String where);

  /**
   * Opens it as it was when a model was trained.
   *
   * @param state what {@link FrozenNetwork#state} gave
   * @throws org.interfuse.finding.FindingsException if it is no longer there
   */
  FrozenNetwork restore(PreprocessingState state);
}
