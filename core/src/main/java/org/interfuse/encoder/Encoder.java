package org.interfuse.encoder;

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
   * Whether {@link #forward} also computes R replicas at once: tensors and parameters then have a
   * leading axis of R, and a parameter [n] is [R, 1, n] ({@link
   * org.interfuse.tensor.Parameters#stacked}).
   */
  default boolean replicates() {
    return false;
  }

  /**
   * Whether it updates its own parameters in {@link #update}, as encoders do whose gradients are
   * too large to exist at once. Such parameters are not given to the optimiser.
   */
  default boolean ownsUpdate() {
    return false;
  }

  /**
   * Called once after each backward pass if {@link #ownsUpdate}.
   *
   * @param learningRate the schedule's rate for this step, above 0
   * @param weightDecay decoupled weight decay, 0 or more
   */
  default void update(double learningRate, double weightDecay) {
    throw new UnsupportedOperationException("this encoder leaves its update to the optimiser");
  }
}
