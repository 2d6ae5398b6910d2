package org.interfuse.fusion;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.GeneratorOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.interfuse.encoder.Representation;
import org.interfuse.tensor.Parameter;
import org.interfuse.tensor.Parameters;
import org.interfuse.tensor.Pass;
import org.interfuse.tensor.Seed;
import org.interfuse.tensor.Tensors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Knowing that nobody lacks anything changes no bit of a result or a gradient (laws 2 and 3). */
final class EverybodyTest {
  private static final Seed SEED = new Seed(17);
  private static final int BATCH = 6;
  private static final int WIDTH = 8;
  private static final List<String> MODALITIES = List.of("a", "b");

  static Stream<FusionSpec> operators() {
    return ServiceLoader.load(FusionSpec.class).stream().map(ServiceLoader.Provider::get);
  }

  @ParameterizedTest
  @MethodSource("operators")
  void isOnlyAShortCut(FusionSpec spec) {
    assertThat(run(spec, true)).usingRecursiveComparison().isEqualTo(run(spec, false));
  }

  /** Result and gradients, by name. */
  private static Map<String, double[]> run(FusionSpec spec, boolean known) {
    Map<String, double[]> found = new LinkedHashMap<>();
    try (Parameters parameters = new Parameters(SEED);
        PointerScope scope = new PointerScope()) {
      int[] widths = {WIDTH, WIDTH};
      Fusion fusion = spec.build(MODALITIES, widths, WIDTH, parameters);
      List<Representation> slots = new ArrayList<>();
      List<Tensor> leaves = new ArrayList<>();
      for (String modality : MODALITIES) {
        Tensor pooled = normal(SEED.at(modality), BATCH, WIDTH).set_requires_grad(true);
        leaves.add(pooled);
        slots.add(new Representation(pooled, null, null, everybody(), known));
      }
      Tensor fused = fusion.forward(slots, Pass.training(SEED));
      found.put("result", Tensors.toDoubles(fused));
      fused.mul(normal(SEED.at("weights"), BATCH, fusion.width())).sum().backward();
      for (int m = 0; m < leaves.size(); m++) {
        found.put("input." + MODALITIES.get(m), gradient(leaves.get(m)));
      }
      for (Parameter parameter : parameters.trained()) {
        found.put(parameter.name(), gradient(parameter.value()));
      }
    }
    return found;
  }

  private static double[] gradient(Tensor leaf) {
    return leaf.grad().defined()
        ? Tensors.toDoubles(leaf.grad())
        : new double[Math.toIntExact(leaf.numel())];
  }

  private static Tensor everybody() {
    boolean[] presence = new boolean[BATCH];
    Arrays.fill(presence, true);
    return Tensors.ofBooleans(presence);
  }

  private static Tensor normal(Seed seed, long... shape) {
    return Tensors.empty(ScalarType.Float, shape)
        .normal_(0, 1, new GeneratorOptional(seed.generator()));
  }
}
