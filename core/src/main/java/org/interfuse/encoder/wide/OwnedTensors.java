package org.interfuse.encoder.wide;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.interfuse.tensor.Tensors;

/** Tensors that outlive the pointer scope they are made in; whoever keeps one releases it. */
final class OwnedTensors {
  private OwnedTensors() {}

  static Tensor zeros(ScalarType type, long... shape) {
    try (PointerScope scope = new PointerScope()) {
      return keep(Tensors.zeros(type, shape));
    }
  }

  /** Takes a tensor out of the innermost pointer scope. */
  static Tensor keep(Tensor tensor) {
    tensor.retainReference();
    return tensor;
  }
}
