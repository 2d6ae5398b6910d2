package org.interfuse.benchmark;

import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** The backward pass of a kernel that has no loss. */
final class Backward {
  private Backward() {}

  /** Adds to the gradients of all that {@code output} was computed from. */
  static void from(Tensor output, Tensor gradient) {
    torch.backward(
        new TensorVector(output),
        new TensorVector(gradient),
        new BoolOptional(/* retain_graph= */ false),
        /* create_graph= */ false,
        new TensorVector());
  }
}
