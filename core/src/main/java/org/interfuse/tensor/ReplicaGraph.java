package org.interfuse.tensor;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.GradMode;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * Reverse mode through a model of R replicas whose affine maps are {@link ReplicaLinear}: libtorch
 * would take longer to call the R products of a map one by one, forward and backward, than to
 * multiply such small matrices. So a map cuts libtorch's graph: what it returns is a leaf, and its
 * use is remembered here. {@link #backward} goes through the uses from the last to the first, each
 * with the gradient that has reached its leaf, and hands what it gives on to libtorch.
 *
 * <p>Of one thread. Tensors of a step belong to the caller's pointer scope.
 */
public final class ReplicaGraph {
  private final List<ReplicaLinear> maps = new ArrayList<>();
  private final List<Use> uses = new ArrayList<>();
  private final Map<Long, Use> firstUses = new HashMap<>();

  /** One application of a map. */
  private record Use(ReplicaLinear map, Tensor x, Tensor y) {
    long inputAddress() {
      return x.unsafeGetTensorImpl().address();
    }
  }

  /** A map whose weights' gradient this graph writes. */
  void add(ReplicaLinear map) {
    maps.add(map);
  }

  /** Whether {@link #backward} writes the gradient of a parameter, whatever it was before. */
  public boolean writesGradientOf(Tensor parameter) {
    return maps.stream().anyMatch(map -> map.weight() == parameter);
  }

  /** Makes what a map computed a leaf, if gradients are wanted. */
  Tensor cut(ReplicaLinear map, Tensor x, Tensor y) {
    if (!GradMode.is_enabled()) {
      return y;
    }
    y.set_requires_grad(true);
    Use use = new Use(map, x, y);
    uses.add(use);
    if (x.requires_grad()) {
      firstUses.putIfAbsent(use.inputAddress(), use);
    }
    return y;
  }

  /**
   * Computes the gradients of everything that was used since the last call. Those of the maps'
   * weights are written; to all others, which must be zeros, they are added.
   *
   * @param loss a scalar
   */
  public void backward(Tensor loss) {
    maps.forEach(ReplicaLinear::forgetGradient);
    if (loss.requires_grad()) {
      through(loss, null);
    }
    Map<Long, Tensor> ofInputs = new HashMap<>();
    for (int i = uses.size() - 1; i >= 0; i--) {
      backward(uses.get(i), ofInputs);
    }
    uses.clear();
    firstUses.clear();
    maps.forEach(ReplicaLinear::zeroIfUnwritten);
  }

  /** What reads the same input as others waits for them, and then all go on together. */
  private void backward(Use use, Map<Long, Tensor> ofInputs) {
    Tensor reached = use.y().grad();
    if (reached.defined()) {
      Tensor gradient = reached.contiguous();
      use.map().addGradients(use.x(), gradient);
      if (use.x().requires_grad()) {
        long input = use.inputAddress();
        ofInputs.put(input, use.map().inputGradient(gradient, ofInputs.get(input)));
      }
    }
    if (use.x().requires_grad() && firstUses.get(use.inputAddress()) == use) {
      Tensor all = ofInputs.remove(use.inputAddress());
      if (all != null) {
        through(use.x(), all);
      }
    }
  }

  /** Through libtorch's part of the graph, which others may go through again. */
  private static void through(Tensor from, @Nullable Tensor gradient) {
    torch.backward(
        new TensorVector(from),
        gradient == null ? new TensorVector() : new TensorVector(gradient),
        new BoolOptional(/* retain_graph= */ true),
        /* create_graph= */ false,
        new TensorVector());
  }
}
