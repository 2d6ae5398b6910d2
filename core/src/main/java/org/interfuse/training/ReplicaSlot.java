package org.interfuse.training;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.interfuse.tensor.NamedTensors;
import org.interfuse.tensor.Parameter;
import org.interfuse.tensor.Tensors;

/**
 * Parameters of R replicas that {@link ReplicaAdamW} updates together: [R, n], a row a replica, and
 * the parameters are views. A matrix [out, in] lies in it as [in, out], because a product of rows
 * with it takes less time that way round.
 *
 * @param parameters stacked
 * @param offsets where each begins in a row
 * @param best values kept
 */
record ReplicaSlot(
    Group group,
    List<Parameter> parameters,
    long[] offsets,
    Tensor value,
    Tensor first,
    Tensor second,
    Tensor best)
    implements AutoCloseable {

  /** What a slot's parameters share. */
  record Group(double rateFactor, boolean decays) {}

  /** Moves parameters into a slot. */
  static ReplicaSlot of(Group group, int replicas, List<Parameter> parameters) {
    long[] offsets = new long[parameters.size() + 1];
    for (int i = 0; i < parameters.size(); i++) {
      offsets[i + 1] = offsets[i] + parameters.get(i).value().numel() / replicas;
    }
    Tensor like = parameters.get(0).value();
    long width = offsets[parameters.size()];
    Tensor value = Tensors.empty(like.scalar_type(), replicas, width);
    for (int i = 0; i < parameters.size(); i++) {
      Tensor parameter = parameters.get(i).value();
      Tensor view = view(value, offsets[i], parameters.get(i));
      view.copy_(parameter.detach());
      parameter.set_data(view);
    }
    return new ReplicaSlot(
        group,
        List.copyOf(parameters),
        offsets,
        keep(value),
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

  /**
   * The gradients of the parameters side by side.
   *
   * @param made of all parameters
   * @param from where those of this slot begin; undefined for a parameter that nothing depends on
   * @return [R, n]
   */
  Tensor gradient(TensorVector made, int from) {
    TensorVector rows = new TensorVector();
    for (int i = 0; i < parameters.size(); i++) {
      Tensor own = made.get(from + i);
      long count = offsets[i + 1] - offsets[i];
      if (!own.defined()) {
        rows.push_back(Tensors.zeros(value.scalar_type(), value.size(0), count));
      } else {
        Tensor ordered = isMatrix(parameters.get(i)) ? own.transpose(1, 2) : own;
        rows.push_back(ordered.reshape(value.size(0), count));
      }
    }
    return parameters.size() == 1 ? rows.get(0) : torch.cat(rows, 1);
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
    first.releaseReference();
    second.releaseReference();
    best.releaseReference();
  }
}
