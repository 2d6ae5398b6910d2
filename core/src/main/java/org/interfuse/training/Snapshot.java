package org.interfuse.training;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.interfuse.tensor.NamedTensors;
import org.interfuse.tensor.Parameter;
import org.interfuse.tensor.safetensors.StoredTensor;

/**
 * The values of all parameters at their best, kept to be restored: in memory, or in a temporary
 * file where a parameter is too large to be held twice. Owns native memory and files.
 */
final class Snapshot implements AutoCloseable {
  private final List<Parameter> parameters;
  private final Map<Parameter, Tensor> copies = new LinkedHashMap<>();
  private final Map<Parameter, StoredTensor> stored = new LinkedHashMap<>();

  Snapshot(List<Parameter> parameters) {
    this.parameters = List.copyOf(parameters);
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      for (Parameter parameter : parameters) {
        if (parameter.role() == Parameter.Role.TILED) {
          stored.put(parameter, new StoredTensor(parameter.value()));
          continue;
        }
        Tensor copy = parameter.value().detach().clone();
        copy.retainReference();
        copies.put(parameter, copy);
      }
    }
  }

  /** Adds the parameters and the values kept in memory to what a checkpoint keeps. */
  void addState(NamedTensors tensors) {
    for (Parameter parameter : parameters) {
      tensors.add("parameter." + parameter.name(), parameter.value());
    }
    copies.forEach((parameter, copy) -> tensors.add(best(parameter), copy));
  }

  /** The values kept in files, by the name that a checkpoint has for them. */
  Map<String, StoredTensor> stored() {
    Map<String, StoredTensor> named = new LinkedHashMap<>();
    stored.forEach((parameter, tensor) -> named.put(best(parameter), tensor));
    return named;
  }

  private static String best(Parameter parameter) {
    return "best." + parameter.name();
  }

  /** Keeps the values as they are now. */
  void take() {
    copy(true);
    stored.values().forEach(StoredTensor::take);
  }

  /** Puts the kept values back. */
  void restore() {
    copy(false);
    stored.values().forEach(StoredTensor::restore);
  }

  private void copy(boolean fromParameters) {
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      copies.forEach(
          (parameter, copy) -> {
            Tensor value = parameter.value().detach();
            if (fromParameters) {
              copy.copy_(value);
            } else {
              value.copy_(copy);
            }
          });
    }
  }

  @Override
  public void close() {
    copies.values().forEach(Tensor::releaseReference);
    copies.clear();
    stored.values().forEach(StoredTensor::close);
    stored.clear();
  }
}
