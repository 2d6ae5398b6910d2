package org.interfuse.training;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.interfuse.tensor.NamedTensors;
import org.interfuse.tensor.Parameter;
import org.interfuse.tensor.Tensors;

/**
 * Parameters of R replicas that {@link ReplicaAdamW} updates together: one flat tensor, in which a
 * parameter of n elements a replica is a block [R, n], a row a replica. Parameters and gradients
 * are views. A matrix [out, in] lies in its row as [in, out], because a product of rows with it
 * takes less time that way round.
 *
 * @param parameters stacked
 * @param offsets where the block of each begins
 * @param best values kept
 */
record ReplicaSlot(
    Group group,
    int replicas,
    List<Parameter> parameters,
    long[] offsets,
    Tensor value,
    Tensor gradient,
    Tensor first,
    Tensor second,
    Tensor best)
    implements AutoCloseable {

  /**
   * What a slot's parameters share.
   *
   * @param written whether each step writes the gradient as a whole; otherwise it is added to
   */
  record Group(double rateFactor, boolean decays, boolean written) {}

  /** Moves parameters into a slot. */
  static ReplicaSlot of(Group group, int replicas, List<Parameter> parameters) {
    long[] offsets = new long[parameters.size() + 1];
    for (int i = 0; i < parameters.size(); i++) {
      offsets[i + 1] = offsets[i] + parameters.get(i).value().numel();
    }
    ScalarType type = parameters.get(0).value().scalar_type();
    Tensor value = Tensors.empty(type, offsets[parameters.size()]);
    Tensor gradient = torch.zeros_like(value);
    for (int i = 0; i < parameters.size(); i++) {
      Tensor parameter = parameters.get(i).value();
      Tensor view = view(value, offsets[i], parameters.get(i));
      view.copy_(parameter.detach());
      parameter.set_data(view);
      parameter.mutable_grad().put(view(gradient, offsets[i], parameters.get(i)));
    }
    return new ReplicaSlot(
        group,
        replicas,
        List.copyOf(parameters),
        offsets,
        keep(value),
        keep(gradient),
        keep(torch.zeros_like(value)),
        keep(torch.zeros_like(value)),
        keep(value.clone()));
  }

  private static Tensor keep(Tensor tensor) {
    tensor.retainReference();
    return tensor;
  }

  /** A parameter [R, …] in storage. */
  private static Tensor view(Tensor storage, long from, Parameter parameter) {
    long[] shape = Tensors.shape(parameter.value());
    Tensor block = storage.narrow(0, from, parameter.value().numel());
    return isMatrix(parameter)
        ? block.view(shape[0], shape[2], shape[1]).transpose(1, 2)
        : block.view(shape);
  }

  private static boolean isMatrix(Parameter parameter) {
    return parameter.role() == Parameter.Role.WEIGHT && parameter.value().dim() == 3;
  }

  /** [R, n], the block of parameter {@code i} in storage. */
  Tensor block(Tensor storage, int i) {
    return storage.narrow(0, offsets[i], offsets[i + 1] - offsets[i]).view(replicas, width(i));
  }

  /** Elements of parameter {@code i} a replica. */
  long width(int i) {
    return (offsets[i + 1] - offsets[i]) / replicas;
  }

  /** What storage has of replicas {@code from} to {@code to}, in as few tensors as it can. */
  List<Tensor> rows(Tensor storage, int from, int to) {
    if (to - from == replicas) {
      return List.of(storage);
    }
    return IntStream.range(0, parameters.size())
        .mapToObj(i -> block(storage, i).narrow(0, from, to - from))
        .toList();
  }

  /** Adds to each replica's the squares of its gradient, of the parameters with such names. */
  void addSquares(Predicate<String> names, double[] squares) {
    try (FloatPointer data = gradient.data_ptr_float()) {
      for (int i = 0; i < parameters.size(); i++) {
        int width = Math.toIntExact(width(i));
        boolean counts = names.test(parameters.get(i).name());
        for (int r = 0; counts && r < replicas; r++) {
          FloatPointer row = data.getPointer(offsets[i] + (long) r * width);
          squares[r] += openblas_nolapack.cblas_sdot(width, row, 1, row, 1);
        }
      }
    }
  }

  /** Multiplies each replica's gradient. */
  void scale(float[] factors) {
    try (FloatPointer data = gradient.data_ptr_float()) {
      for (int i = 0; i < parameters.size(); i++) {
        int width = Math.toIntExact(width(i));
        for (int r = 0; r < replicas; r++) {
          if (factors[r] != 1) {
            FloatPointer row = data.getPointer(offsets[i] + (long) r * width);
            openblas_nolapack.cblas_sscal(width, factors[r], row, 1);
          }
        }
      }
    }
  }

  /** Keeps these replicas' values as their best. */
  void keepBest(int[] improved) {
    Tensor rows = Tensors.ofInts(improved);
    for (int i = 0; i < parameters.size(); i++) {
      block(best, i).index_copy_(0, rows, block(value, i).index_select(0, rows));
    }
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
    List<Tensor> targets = List.of(value, first, second, best);
    List<Tensor> sources = List.of(other.value, other.first, other.second, other.best);
    for (int k = 0; k < targets.size(); k++) {
      block(targets.get(k), i).copy_(other.block(sources.get(k), j).index_select(0, rows));
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
    return block(storage, i).select(0, replica);
  }

  @Override
  public void close() {
    value.releaseReference();
    gradient.releaseReference();
    first.releaseReference();
    second.releaseReference();
    best.releaseReference();
  }
}
