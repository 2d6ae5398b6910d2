package org.interfuse.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AdamWOptions;
import org.bytedeco.pytorch.GeneratorOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.interfuse.tensor.Initialisation;
import org.interfuse.tensor.Parameter;
import org.interfuse.tensor.Parameters;
import org.interfuse.tensor.Seed;
import org.interfuse.tensor.Tensors;
import org.junit.jupiter.api.Test;

/** Our AdamW against libtorch's own, over small and large parameters. */
final class AdamWTest {
  private static final Seed SEED = new Seed(3);
  private static final int STEPS = 50;

  @Test
  void agreesWithTheOptimiserOfLibtorch() {
    List<double[]> ours = ours();
    List<double[]> theirs = theirs();
    for (int p = 0; p < ours.size(); p++) {
      for (int i = 0; i < ours.get(p).length; i++) {
        assertThat(ours.get(p)[i])
            .as("parameter %d, element %d, seed %s", p, i, SEED)
            .isCloseTo(theirs.get(p)[i], org.assertj.core.data.Offset.offset(2e-6));
      }
    }
  }

  @Test
  void clipsTheGlobalNorm() {
    try (Parameters parameters = create();
        AdamW optimiser = new AdamW(parameters.all(), p -> 1, 0.01);
        PointerScope scope = new PointerScope()) {
      optimiser.zeroGradients();
      loss(parameters.all().stream().map(Parameter::value).toList(), 0).backward();
      double before = globalNorm(parameters);
      assertThat(optimiser.clip(0.5)).isCloseTo(before, withPercentage(1e-3));
      optimiser.step(0);
      assertThat(globalNorm(parameters)).isCloseTo(0.5, withPercentage(1e-3));
    }
  }

  @Test
  void decaysWeightsAndEmbeddingsOnly() {
    try (Parameters parameters = new Parameters(SEED);
        PointerScope scope = new PointerScope()) {
      for (Parameter.Role role : Parameter.Role.values()) {
        parameters.add(role.name(), Initialisation.ones(), role, 3);
      }
      try (AdamW optimiser = new AdamW(parameters.all(), p -> 1, 0.5)) {
        optimiser.zeroGradients();
        optimiser.step(0.1);
      }
      for (Parameter parameter : parameters.all()) {
        assertThat(Tensors.toDoubles(parameter.value())[0])
            .as(parameter.name())
            .isCloseTo(parameter.role().decays() ? 0.95 : 1.0, within(1e-6));
      }
    }
  }

  private static org.assertj.core.data.Offset<Double> within(double tolerance) {
    return org.assertj.core.data.Offset.offset(tolerance);
  }

  private static double globalNorm(Parameters parameters) {
    double squares = 0;
    for (Parameter parameter : parameters.all()) {
      for (double g : Tensors.toDoubles(parameter.value().grad())) {
        squares += g * g;
      }
    }
    return Math.sqrt(squares);
  }

  /** Two small parameters and one above the size that is kept apart. */
  private static Parameters create() {
    Parameters parameters = new Parameters(SEED);
    parameters.add("small", Initialisation.linear(4), Parameter.Role.WEIGHT, 5, 4);
    parameters.add("vector", Initialisation.linear(4), Parameter.Role.WEIGHT, 7);
    parameters.add("large", Initialisation.linear(4), Parameter.Role.WEIGHT, 601, 400);
    return parameters;
  }

  private static Tensor loss(List<Tensor> values, int step) {
    Tensor total = null;
    for (Tensor value : values) {
      Tensor noise =
          torch
              .empty_like(value)
              .normal_(0, 1, new GeneratorOptional(SEED.at("noise", step).generator()));
      Tensor part = value.sub(noise).pow(new org.bytedeco.pytorch.Scalar(2)).sum();
      total = total == null ? part : total.add(part);
    }
    return java.util.Objects.requireNonNull(total);
  }

  private static List<double[]> ours() {
    try (Parameters parameters = create();
        AdamW optimiser = new AdamW(parameters.all(), p -> 1, 0.1)) {
      for (int step = 0; step < STEPS; step++) {
        try (PointerScope scope = new PointerScope()) {
          optimiser.zeroGradients();
          loss(parameters.all().stream().map(Parameter::value).toList(), step).backward();
          optimiser.step(1e-2);
        }
      }
      return parameters.all().stream().map(p -> Tensors.toDoubles(p.value())).toList();
    }
  }

  private static List<double[]> theirs() {
    try (Parameters parameters = create();
        PointerScope scope = new PointerScope()) {
      List<Tensor> values = new ArrayList<>();
      parameters.all().forEach(p -> values.add(p.value()));
      AdamWOptions options = new AdamWOptions(1e-2);
      options.weight_decay().put(0.1);
      org.bytedeco.pytorch.AdamW optimiser =
          new org.bytedeco.pytorch.AdamW(new TensorVector(values.toArray(new Tensor[0])), options);
      for (int step = 0; step < STEPS; step++) {
        optimiser.zero_grad();
        loss(values, step).backward();
        optimiser.step();
      }
      return values.stream().map(Tensors::toDoubles).toList();
    }
  }
}
