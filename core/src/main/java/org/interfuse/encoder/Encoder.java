package org.interfuse.encoder;

import org.interfuse.tensor.NamedTensors;
import org.interfuse.tensor.Pass;

/**
 * Turns one modality into a representation. Sees only the subjects who have the modality; a
 * subject's output depends on that subject alone (law 3).
 */
public interface Encoder {
  /** Width of its representation. */
  int width();

  /** Encodes n ≥ 1 subjects. */
  Encoded forward(EncoderInput input, Pass pass);

  /**
   * Takes over parameters that were trained elsewhere. Called once of an encoder that was built to
   * be trained, before anything else; never of one whose parameters are read from a model file.
   */
  default void takeOver() {}

  /**
   * Fits what it takes from the training rows before training: components, chosen columns. Called
   * once for each fit, also before a training that is resumed, which must come to the same.
   */
  default void prepare(TrainingRows rows) {}

  /**
   * Whether {@link #forward} also computes R replicas at once: tensors and parameters then have a
   * leading axis of R, and a parameter [n] is [R, 1, n] ({@link
   * org.interfuse.tensor.Parameters#stacked}).
   */
  default boolean replicates() {
    return false;
  }

  /**
   * Whether it updates its {@link org.interfuse.tensor.Parameter.Role#TILED} parameters itself, in
   * {@link #update}, because their gradient is too large to exist at once.
   */
  default boolean ownsUpdate() {
    return false;
  }

  /**
   * The squared norm of the gradient of its tiled parameters that the last backward pass left, so
   * that it counts in the global norm; 0 if the last batch did not reach it.
   */
  default double squaredGradientNorm() {
    return 0;
  }

  /**
   * Takes the step of its tiled parameters. It may be put off until {@link #settle} or the next
   * {@link #forward}.
   */
  default void update(UpdateStep step) {
    throw new UnsupportedOperationException("this encoder leaves its update to the optimiser");
  }

  /** Carries out an update that was put off: call it before anybody else reads the parameters. */
  default void settle() {}

  /** Adds what its own update remembers between steps, for a training that is resumed. */
  default void addState(NamedTensors tensors) {}

  /** Bytes that its tiled parameters take in training, with all that belongs to them. */
  default long tiledBytes() {
    return 0;
  }

  /**
   * An estimate of the bytes that a step of training holds between input and loss for one row, over
   * what its parameters take; 0 where that is little.
   */
  default long rowBytes() {
    return 0;
  }

  /**
   * The same for one token of a row that has several; shorter rows of a step are filled up to the
   * longest.
   *
   * @param longest tokens of the longest row
   */
  default long tokenBytes(long longest) {
    return rowBytes();
  }

  /** Frees what it holds besides its parameters. */
  default void close() {}
}
