package org.interfuse.encoder.wide;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.interfuse.encoder.UpdateStep;
import org.interfuse.target.Target;
import org.interfuse.tensor.NamedTensors;

/** A map from p columns to a few numbers, with or without weights that it updates itself. */
interface WideProjection extends AutoCloseable {
  /** Width of what comes out. */
  int width();

  /**
   * Projects n rows.
   *
   * @param training whether an update may follow
   * @return [n, width], of the parameters' floating type
   */
  Tensor forward(Tiles tiles, boolean training);

  /**
   * Fits what it takes from the training rows.
   *
   * @param targets of the same rows, in the study's order
   */
  default void prepare(Tiles training, List<Target> targets) {}

  /** Whether it updates weights itself. */
  default boolean ownsUpdate() {
    return false;
  }

  /** The squared norm of the gradient of its own weights. */
  default double squaredGradientNorm() {
    return 0;
  }

  /** Takes a step of its own weights, perhaps later. */
  default void update(UpdateStep step) {}

  /** Carries out what was put off. */
  default void settle() {}

  /** Adds what the update remembers between steps. */
  default void addState(NamedTensors tensors) {}

  @Override
  default void close() {}
}
