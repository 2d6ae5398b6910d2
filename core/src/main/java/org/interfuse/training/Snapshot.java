package org.interfuse.training;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.interfuse.tensor.NamedTensors;
import org.interfuse.tensor.Parameter;

/** The values of all parameters at their best, kept to be restored. Owns native memory. */
final class Snapshot implements AutoCloseable {
  private final List<Parameter> parameters;
  private final List<Tensor> copies = new ArrayList<>();

  Snapshot(List<Parameter> parameters) {
    this.parameters = List.copyOf(parameters);
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      for (Parameter parameter : parameters) {
        Tensor copy = parameter.value().detach().clone();
        copy.retainReference();
        copies.add(copy);
      }
    }
  }

  /** Adds the parameters and the kept values to what a checkpoint keeps. */
  void addState(NamedTensors tensors) {
    for (int i = 0; i < copies.size(); i++) {
      tensors.add("parameter." + parameters.get(i).name(), parameters.get(i).value());
      tensors.add("best." + parameters.get(i).name(), copies.get(i));
    }
  }

  /** Keeps the values as they are now. */
  void take() {
    copy(true);
  }

  /** Puts the kept values back. */
  void restore() {
    copy(false);
  }

  private void copy(boolean fromParameters) {
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      for (int i = 0; i < copies.size(); i++) {
        Tensor value = parameters.get(i).value().detach();
        if (fromParameters) {
          copies.get(i).copy_(value);
        } else {
          value.copy_(copies.get(i));
        }
      }
    }
  }

  @Override
  public void close() {
    copies.forEach(Tensor::releaseReference);
    copies.clear();
  }
}
