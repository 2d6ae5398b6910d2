package org.interfuse.encoder.frozen;

import org.interfuse.modality.ModalityData;
import org.interfuse.preprocessing.PreprocessingState;

/** A network that is never trained here. Thread-safe. */
public interface FrozenNetwork {
  /** SHA-256 of its bytes and of all that decides what it is given and what is taken of it. */
  String digest();

  /** Numbers in a token. */
  int width();

  /** The most tokens that it makes of an item. */
  int longest();

  /** Whether it reads that kind of data. */
  boolean reads(ModalityData data);

  /** What it reads, for messages: {@code texts}. */
  String reads();

  /** Data of that kind of nobody. */
  ModalityData nobody();

  /** The rows as it reads them. */
  FrozenItems items(ModalityData data);

  /** Everything needed to open it again, of type {@link FittedFrozen#TYPE}. */
  PreprocessingState state();
}
