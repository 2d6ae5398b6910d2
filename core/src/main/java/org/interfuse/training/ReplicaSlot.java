package org.interfuse.training;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.pytorch.Tensor;
import org.interfuse.tensor.NamedTensors;
import org.interfuse.tensor.Parameter;
import org.interfuse.tensor.Tensors;
import org.jspecify.annotations.Nullable;

/**
 * Parameters of R replicas that {@link ReplicaAdamW} updates together: [R, n], a row a replica, and
 * the parameters are views. A matrix [out, in] lies in it as [in, out], because a product of rows
 * with it takes less time that way round.
 *
 * @param parameters stacked
 * @param offsets where each begins in a row
 * @param flatGradient where the views' gradients lie; null for a single large parameter, whose
 *     gradient is the one that backward makes
 * @param best values kept
 */
record ReplicaSlot(
    Group group,
    List<Parameter> parameters,
    long[] offsets,
    Tensor value,
    @Nullable Tensor flatGradient,
    Tensor first,
    Tensor second,
    Tensor best)
    implements AutoCloseable {

  /** What a slot's parameters share. */
  record Group(double rateFactor, boolean decays) {}

  /**
   * Moves parameters into a slot.
   *
   * @param together whether their gradients lie side by side too
   */
  static ReplicaSlot of(Group group, int replicas, List<Parameter> parameters, boolean together) {
    long[] offsets = new long[parameters.size() + 1];
    for (int i = 0; i < parameters.size(); i++) {
      offsets[i + 1] = offsets[i] + parameters.get(i).value().numel() / replicas;
    }
    Tensor like = parameters.get(0).value();
    long width = offsets[parameters.size()];
    Tensor value = Tensors.empty(like.scalar_type(), replicas, width);
    Tensor gradient = together ? Tensors.zeros(like.scalar_type(), replicas, width) : null;
    for (int i = 0; i < parameters.size(); i++) {
      Tensor parameter = parameters.get(i).value();
      Tensor view = view(value, offsets[i], parameters.get(i));
      view.copy_(parameter.detach());
      parameter.set_data(view);
      if (gradient != null) {
        parameter.mutable_grad().put(view(gradient, offsets[i], parameters.get(i)));
      }
    }
    return new ReplicaSlot(
        group,
        List.copyOf(parameters),
        offsets,
        keep(value),
        gradient == null ? null : keep(gradient),
        keep(Tensors.zeros(like.scalar_type(), replicas, width)),
        keep(Tensors.zeros(like.scalar_type(), replicas, width)),
        keep(value.clone()));
  }

  private static Tensor keep(Tensor tensor) {
    tensor.retainReference();
    return tensor;
  }

  /** A parameter [R, …] in storage [R, n]. */
  private static Tensor view(Tensor storage, long from, Parameter parameter) {
    long[] shape = Tensors.shape(parameter.value());
    Tensor part = storage.narrow(1, from, parameter.value().numel() / shape[0]);
    return isMatrix(parameter)
        ? part.view(shape[0], shape[2], shape[1]).transpose(1, 2)
        : part.view(shape);
  }

  private static boolean isMatrix(Parameter parameter) {
    return parameter.role() == Parameter.Role.WEIGHT && parameter.value().dim() == 3;
  }

  /** n. */
  long width() {
    return value.size(1);
  }

  void zeroGradient() {
    if (flatGradient != null) {
      flatGradient.zero_();
    } else {
      parameters.get(0).value().mutable_grad().put(new Tensor());
    }
  }

  /** [R, n]; zeros where backward made none. */
  Tensor gradient() {
    if (flatGradient != null) {
      return flatGradient;
    }
    Parameter parameter = parameters.get(0);
    Tensor made = parameter.value().grad();
    if (!made.defined()) {
      made = org.bytedeco.pytorch.global.torch.zeros_like(parameter.value());
      parameter.value().mutable_grad().put(made);
    }
    Tensor ordered = isMatrix(parameter) ? made.transpose(1, 2) : made;
    return ordered.reshape(value.size(0), value.size(1));
  }

  void copyTo(Map<String, Tensor> targets, int replica, boolean best) {
    for (int i = 0; i < parameters.size(); i++) {
      Parameter parameter = parameters.get(i);
      Tensor target = Objects.requireNonNull(targets.get(parameter.name())).detach();
      Tensor own = view(best ? best() : value, offsets[i], parameter).select(0, replica);
      target.copy_(own.reshape(Tensors.shape(target)));
    }
  }

  /** The state of some replicas of the slot of the same parameters. */
  void takeFrom(List<ReplicaSlot> others, int[] kept) {
    Tensor rows = Tensors.ofInts(kept);
    for (int i = 0; i < parameters.size(); i++) {
      for (ReplicaSlot other : others) {
        for (int j = 0; j < other.parameters.size(); j++) {
          if (other.parameters.get(j).name().equals(parameters.get(i).name())) {
            take(i, other, j, rows);
          }
        }
      }
    }
  }

  private void take(int i, ReplicaSlot other, int j, Tensor rows) {
    long count = offsets[i + 1] - offsets[i];
    List<Tensor> targets = List.of(value, first, second, best);
    List<Tensor> sources = List.of(other.value, other.first, other.second, other.best);
    for (int k = 0; k < targets.size(); k++) {
      Tensor source = sources.get(k).narrow(1, other.offsets[j], count).index_select(0, rows);
      targets.get(k).narrow(1, offsets[i], count).copy_(source);
    }
  }

  void addState(NamedTensors tensors, String prefix, int replica) {
    for (int i = 0; i < parameters.size(); i++) {
      String name = parameters.get(i).name();
      tensors.add(prefix + "value." + name, row(value, i, replica));
      tensors.add(prefix + "best." + name, row(best, i, replica));
      tensors.add(prefix + "first." + name, row(first, i, replica));
      tensors.add(prefix + "second." + name, row(second, i, replica));
    }
  }

  private Tensor row(Tensor storage, int i, int replica) {
    return storage.select(0, replica).narrow(0, offsets[i], offsets[i + 1] - offsets[i]);
  }

  @Override
  public void close() {
    value.releaseReference();
    if (flatGradient != null) {
      flatGradient.releaseReference();
    }
    first.releaseReference();
    second.releaseReference();
    best.releaseReference();
  }
}
