package org.interfuse.training;

/** Receives every epoch of a network's training as it ends, on the thread that trains. */
@FunctionalInterface
public interface EpochLog {
  /** Keeps nothing. */
  EpochLog NONE = (part, epoch) -> {};

  /**
   * An epoch has ended.
   *
   * @param part name of the part: {@code network}, or the modality's in a late network
   * @param epoch how it went
   */
  void epoch(String part, EpochRecord epoch);

  /** A part of several modalities has been trained, and was asked with each of them alone. */
  default void probed(String part, ModalityProbe probe) {}
}
