package org.interfuse.fusion;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.interfuse.encoder.Representation;
import org.interfuse.tensor.Parameter;
import org.interfuse.tensor.Parameters;
import org.interfuse.tensor.Pass;
import org.interfuse.tensor.Seed;
import org.interfuse.tensor.Tensors;
import org.junit.jupiter.api.Test;

/** Where the norms that share out the shift are zero, and what training adds. */
class MagFusionTest {
  private static final int WIDTH = 4;

  private final Parameters parameters = new Parameters(new Seed(3), ScalarType.Double);

  private Fusion build(double dropout) {
    int[] widths = {WIDTH, 2};
    FusionSpec spec = new MagFusion.Spec("text", 1, dropout);
    return spec.build(List.of("text", "voice"), widths, WIDTH, parameters);
  }

  private void zero(String name) {
    for (Parameter parameter : parameters.all()) {
      if (parameter.name().equals(name)) {
        try (NoGradGuard guard = new NoGradGuard()) {
          parameter.value().zero_();
        }
      }
    }
  }

  private static Tensor rows(double[]... rows) {
    return Tensors.ofRows(rows).set_requires_grad(true);
  }

  private static List<Double> gradient(Tensor leaf) {
    return Arrays.stream(Tensors.toDoubles(leaf.grad())).boxed().toList();
  }

  private static Representation slot(Tensor pooled, boolean... present) {
    return Representation.pooled(pooled, Tensors.ofBooleans(present));
  }

  /** Rows: no shift at all, an anchor of zeros, and an absent anchor whose vector is zero. */
  @Test
  void gradientsAreFiniteWhereANormIsZero() {
    try (PointerScope scope = new PointerScope()) {
      Fusion fusion = build(0);
      zero("absence.text");
      Tensor text = rows(new double[] {1, 2, 3, -1}, new double[WIDTH], new double[WIDTH]);
      Tensor voice = rows(new double[2], new double[] {1, 1}, new double[] {2, -1});
      List<Representation> slots =
          List.of(slot(text, true, true, false), slot(voice, true, true, true));
      Tensor fused = fusion.forward(slots, Pass.inference());
      fused.mul(fused).mul(fused).sum().backward();

      assertThat(Tensors.toDoubles(fused)).doesNotContain(Double.NaN);
      assertThat(gradient(text)).allMatch(Double::isFinite);
      assertThat(gradient(voice)).allMatch(Double::isFinite);
      for (Parameter parameter : parameters.trained()) {
        assertThat(gradient(parameter.value())).as(parameter.name()).allMatch(Double::isFinite);
      }
    }
    parameters.close();
  }

  @Test
  void droppedElementsAreZeroInTrainingAlone() {
    try (PointerScope scope = new PointerScope()) {
      Fusion fusion = build(0.5);
      double[][] many = new double[50][WIDTH];
      Arrays.setAll(many, row -> new double[] {row, 1, -row, 2});
      boolean[] everyone = new boolean[many.length];
      Arrays.fill(everyone, true);
      List<Representation> slots =
          List.of(slot(rows(many), everyone), slot(rows(new double[many.length][2]), everyone));
      double[] training = Tensors.toDoubles(fusion.forward(slots, Pass.training(new Seed(5))));
      double[] inference = Tensors.toDoubles(fusion.forward(slots, Pass.inference()));

      int dropped = 0;
      for (int i = 0; i < training.length; i++) {
        dropped += training[i] == 0 ? 1 : 0;
        assertThat(training[i] + 0.0).isIn(0.0, inference[i] / 0.5);
      }
      assertThat(dropped).isBetween(70, 130); // of 200 at rate 0.5
    }
    parameters.close();
  }
}
