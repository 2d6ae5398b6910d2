package org.interfuse.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Gradients through the affine maps of replicas, against libtorch's of each replica alone. */
final class ReplicaLinearTest {
  private static final int REPLICAS = 3;
  private static final Seed SEED = new Seed(19);

  /** What a model has to offer: maps that share an input, one used twice, one never. */
  private record Maps(Linear first, Linear left, Linear right, Linear last, Linear unused) {
    static Maps of(Parameters parameters, int in, int width) {
      return new Maps(
          Linear.create(parameters, "first", in, width),
          Linear.create(parameters, "left", width, width),
          Linear.withoutBias(parameters, "right", width, width),
          Linear.create(parameters, "last", width, 1),
          Linear.create(parameters, "unused", in, width));
    }

    Tensor branching(Tensor x) {
      Tensor h = torch.gelu(first.forward(x));
      Tensor both = left.forward(h).tanh().mul(right.forward(h)).add(h);
      return last.forward(left.forward(both).sigmoid());
    }

    /** No operation of libtorch between the maps. */
    Tensor chain(Tensor x) {
      return last.forward(right.forward(left.forward(first.forward(x))));
    }
  }

  @ParameterizedTest(name = "{0} to {1} for {2} rows, seed 19")
  @CsvSource({"5, 7, 4", "1, 1, 6", "40, 50, 3", "9, 33, 70"})
  void agreesWithLibtorch(int in, int width, int rows) {
    assertSame(in, width, rows, Maps::branching);
    assertSame(in, width, rows, Maps::chain);
  }

  private static void assertSame(
      int in, int width, int rows, BiFunction<Maps, Tensor, Tensor> network) {
    try (PointerScope scope = new PointerScope()) {
      List<Parameters> alone = new ArrayList<>();
      for (int r = 0; r < REPLICAS; r++) {
        Parameters own = new Parameters(SEED.at("parameters", r));
        Maps.of(own, in, width);
        alone.add(own);
      }
      Tensor x = normal(REPLICAS, rows, in);
      Map<String, Tensor> found = together(alone, in, width, x, network);
      for (int r = 0; r < REPLICAS; r++) {
        Map<String, Tensor> expected = alone(r, in, width, x.select(0, r), network);
        for (String name : expected.keySet()) {
          Tensor own = Objects.requireNonNull(found.get(name)).select(0, r);
          Tensor other = Objects.requireNonNull(expected.get(name));
          double largest = Math.max(1, other.abs().max().item_double());
          assertThat(Tensors.toDoubles(own.reshape(other.shape())))
              .as("%s of replica %d, %s", name, r, SEED)
              .containsExactly(Tensors.toDoubles(other), within(1e-5 * largest));
        }
      }
      alone.forEach(Parameters::close);
    }
  }

  /** Two steps: a gradient of the step before leaves no trace. */
  private static Map<String, Tensor> together(
      List<Parameters> alone,
      int in,
      int width,
      Tensor x,
      BiFunction<Maps, Tensor, Tensor> network) {
    try (Parameters stacked = Parameters.stacked(alone)) {
      Maps maps = Maps.of(stacked, in, width);
      stacked.all().forEach(ReplicaLinearTest::lieAsInTraining);
      ReplicaGraph graph = Objects.requireNonNull(stacked.replicaGraph());
      Map<String, Tensor> gradients = new LinkedHashMap<>();
      for (int step = 0; step < 2; step++) {
        stacked.all().stream()
            .filter(parameter -> parameter.role() == Parameter.Role.BIAS)
            .forEach(parameter -> parameter.value().grad().zero_());
        Tensor output = network.apply(maps, x);
        graph.backward(output.square().sum());
        gradients.put("output", output.detach());
      }
      for (Parameter parameter : stacked.all()) {
        gradients.put(parameter.name(), parameter.value().grad().clone());
      }
      return gradients;
    }
  }

  private static void lieAsInTraining(Parameter parameter) {
    Tensor value = parameter.value();
    try (NoGradGuard guard = new NoGradGuard()) {
      if (parameter.role() == Parameter.Role.WEIGHT) {
        Tensor stored = value.detach().transpose(1, 2).contiguous();
        value.set_data(stored.transpose(1, 2));
        value
            .mutable_grad()
            .put(torch.full_like(stored, new org.bytedeco.pytorch.Scalar(7.0)).transpose(1, 2));
      } else {
        value.mutable_grad().put(torch.zeros_like(value));
      }
    }
  }

  private static Map<String, Tensor> alone(
      int r, int in, int width, Tensor x, BiFunction<Maps, Tensor, Tensor> network) {
    try (Parameters own = new Parameters(SEED.at("parameters", r))) {
      Maps maps = Maps.of(own, in, width);
      Tensor output = network.apply(maps, x);
      output.square().sum().backward();
      Map<String, Tensor> gradients = new LinkedHashMap<>();
      for (Parameter parameter : own.all()) {
        Tensor gradient = parameter.value().grad();
        gradients.put(
            parameter.name(),
            gradient.defined() ? gradient.clone() : torch.zeros_like(parameter.value().detach()));
      }
      gradients.put("output", output.detach());
      return gradients;
    }
  }

  @Test
  void withoutGradientsNothingIsRemembered() {
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      Parameters one = new Parameters(SEED);
      Linear.create(one, "map", 2, 3);
      Parameters stacked = Parameters.stacked(List.of(one, one));
      Linear map = Linear.create(stacked, "map", 2, 3);
      stacked.all().forEach(ReplicaLinearTest::lieAsInTraining);
      assertThat(map.forward(normal(2, 4, 2)).requires_grad()).isFalse();
      stacked.close();
      one.close();
    }
  }

  private static Tensor normal(long... shape) {
    try (Parameters drawn = new Parameters(SEED.at("x"))) {
      return drawn
          .add("x", new Initialisation.Uniform(1), Parameter.Role.WEIGHT, shape)
          .detach()
          .clone();
    }
  }
}
