package org.interfuse.proof;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.interfuse.tensor.Parameter;
import org.interfuse.tensor.Parameters;
import org.interfuse.tensor.Seed;
import org.interfuse.tensor.Tensors;

/** Parameters as arrays: read, written, and their gradients. */
final class ParameterValues {
  private ParameterValues() {}

  /** Values by name, row-major. */
  static Map<String, double[]> read(Parameters parameters) {
    Map<String, double[]> values = new LinkedHashMap<>();
    for (Parameter parameter : parameters.all()) {
      values.put(parameter.name(), Tensors.toDoubles(parameter.value()));
    }
    return values;
  }

  /** Overwrites every parameter. */
  static void write(Parameters parameters, Map<String, double[]> values) {
    for (Parameter parameter : parameters.all()) {
      double[] given = values.get(parameter.name());
      if (given == null || given.length != parameter.value().numel()) {
        throw new IllegalStateException(
            "parameter '" + parameter.name() + "' has another name or size after building again");
      }
      try (PointerScope scope = new PointerScope();
          NoGradGuard guard = new NoGradGuard()) {
        parameter.value().copy_(Tensors.ofDoubles(given, parameter.value().shape()));
      }
    }
  }

  /** Adds normal noise, so that no bias hides by being zero and no scale by being one. */
  static void disturb(Parameters parameters, Seed seed) {
    Map<String, double[]> values = read(parameters);
    for (Parameter parameter : parameters.trained()) {
      double[] array = Objects.requireNonNull(values.get(parameter.name()));
      SplittableRandom random = seed.at(parameter.name()).random();
      for (int i = 0; i < array.length; i++) {
        array[i] += 0.3 * random.nextGaussian();
      }
    }
    write(parameters, values);
  }

  /** Moves what trains by one step against the signs of its gradients. */
  static void descend(Parameters parameters, Map<String, double[]> gradients, double step) {
    Map<String, double[]> values = read(parameters);
    gradients.forEach(
        (name, gradient) -> {
          double[] array = Objects.requireNonNull(values.get(name));
          for (int i = 0; i < array.length; i++) {
            array[i] -= step * Math.signum(gradient[i]);
          }
        });
    write(parameters, values);
  }

  /** Gradients of what trains, by name; zeros where none arrived. */
  static Map<String, double[]> gradients(Parameters parameters) {
    Map<String, double[]> gradients = new LinkedHashMap<>();
    for (Parameter parameter : parameters.trained()) {
      gradients.put(parameter.name(), gradient(parameter.value()));
    }
    return gradients;
  }

  /** The gradient of a leaf, row-major. */
  static double[] gradient(Tensor leaf) {
    Tensor gradient = leaf.grad();
    return gradient.defined() ? Tensors.toDoubles(gradient) : new double[(int) leaf.numel()];
  }

  /** Forgets all gradients. */
  static void clearGradients(Parameters parameters) {
    for (Parameter parameter : parameters.trained()) {
      parameter.value().mutable_grad().put(new Tensor());
    }
  }
}
