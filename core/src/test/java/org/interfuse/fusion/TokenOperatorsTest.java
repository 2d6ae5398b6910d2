package org.interfuse.fusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.interfuse.encoder.Representation;
import org.interfuse.tensor.Parameters;
import org.interfuse.tensor.Pass;
import org.interfuse.tensor.Seed;
import org.interfuse.tensor.Tensors;
import org.interfuse.tensor.attention.FeedForward.Activation;
import org.interfuse.tensor.attention.TimeEncoding;
import org.junit.jupiter.api.Test;

/** Options, counts, time and dropout of the operators that read tokens; proof does the rest. */
class TokenOperatorsTest {
  private static final List<String> NAMES = List.of("clinical", "rna", "notes");

  private static void refuses(FusionSpec spec, int width, String message) {
    try (Parameters parameters = new Parameters(new Seed(1))) {
      int[] widths = {width, width, width};
      assertThatThrownBy(() -> spec.build(NAMES, widths, width, parameters))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(message);
    }
  }

  @Test
  void headsMustDivideTheWidth() {
    refuses(
        new TransformerFusion.Spec(),
        12,
        "fusion 'transformer': heads: 8 does not divide the width 12");
    refuses(
        new BottleneckFusion.Spec(),
        6,
        "fusion 'bottleneck': heads: 4 does not divide the width 6");
    refuses(
        new PerceiverFusion.Spec(),
        12,
        "fusion 'perceiver': heads: 8 does not divide the width 12");
  }

  @Test
  void optionsOutOfRangeAreNamed() {
    assertThatThrownBy(() -> new TransformerFusion.Spec(0, 8, Activation.GELU, 4, 0, 0))
        .hasMessage("layers: expected at least 1, but it is 0");
    assertThatThrownBy(() -> new TransformerFusion.Spec(1, 8, Activation.GELU, 0, 0, 0))
        .hasMessage("feed_forward: expected a number above 0, but it is 0.0");
    assertThatThrownBy(() -> new TransformerFusion.Spec(1, 8, Activation.GELU, Double.NaN, 0, 0))
        .hasMessage("feed_forward: expected a number above 0, but it is NaN");
    assertThatThrownBy(() -> new TransformerFusion.Spec(1, 8, Activation.GELU, 4, 1, 0))
        .hasMessage("attention_dropout: expected 0 ≤ rate < 1, but it is 1.0");
    assertThatThrownBy(() -> new TransformerFusion.Spec(1, 8, Activation.GELU, 4, 0, -0.1))
        .hasMessage("dropout: expected 0 ≤ rate < 1, but it is -0.1");
    assertThatThrownBy(() -> new BottleneckFusion.Spec(1, 0, 1))
        .hasMessage("bottlenecks: expected at least 1, but it is 0");
    assertThatThrownBy(() -> new PerceiverFusion.Spec(1, 1, 1))
        .hasMessage("latents: expected at least 2, but it is 1");
    assertThatThrownBy(() -> new AttentionPoolFusion.Spec(0, true))
        .hasMessage("hidden: expected at least 1, but it is 0");
  }

  /** By hand for p = 8 and M = 3; 12p² + 12p = 864, 6p² + 9p = 456. */
  @Test
  void declareTheCountsOfTheCatalogue() {
    int[] widths = {8, 8, 8};
    assertThat(
            new TransformerFusion.Spec(2, 8, Activation.GELU, 4, 0.2, 0.1)
                .parameterCount(widths, 8))
        .isEqualTo(8 + 3 * 8 + 2 * 864);
    long attentionAndNorms = 4 * 64 + 7 * 8;
    long reglu = 3 * 8 * 11 + 2 * 11 + 8; // f = 4/3 · 8 to the nearest
    assertThat(new TransformerFusion.Spec().parameterCount(widths, 8))
        .isEqualTo(8 + 3 * 8 + 3 * (attentionAndNorms + reglu));
    assertThat(new BottleneckFusion.Spec(2, 4, 4).parameterCount(widths, 8))
        .isEqualTo(4 * 8 + 2 * 3 * 864 + 2 * 8);
    assertThat(new PerceiverFusion.Spec(5, 2, 8).parameterCount(widths, 8))
        .isEqualTo((5 + 3) * 8 + (456 + 2 * 8) + 2 * 456);
    assertThat(new AttentionPoolFusion.Spec(5, false).parameterCount(widths, 8))
        .isEqualTo(9 * 5 + 5);
    assertThat(new AttentionPoolFusion.Spec(5, true).parameterCount(widths, 8))
        .isEqualTo(2 * 9 * 5 + 5);
  }

  @Test
  void placesAreCountedAmongTheTokensThatExist() {
    try (PointerScope scope = new PointerScope()) {
      Tensor mask = Tensors.ofBooleans(new boolean[] {false, true, false, true}, 1, 4);

      double[] encoding = Tensors.toDoubles(TimeEncoding.of(mask, 3, ScalarType.Double));

      assertThat(encoding).hasSize(4 * 3);
      assertThat(new double[] {encoding[3], encoding[4], encoding[5]})
          .containsExactly(new double[] {0, 1, 0}, within(1e-15));
      double third = Math.sin(Math.pow(10_000, -2.0 / 3));
      assertThat(new double[] {encoding[9], encoding[10], encoding[11]})
          .containsExactly(new double[] {Math.sin(1), Math.cos(1), third}, within(1e-15));
    }
  }

  @Test
  void dropoutComesFromThePassAndStopsAtInference() {
    FusionSpec spec = new TransformerFusion.Spec(2, 2, Activation.REGLU, 4.0 / 3, 0.5, 0.5);
    try (Parameters parameters = new Parameters(new Seed(3));
        PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      Fusion fusion = spec.build(NAMES.subList(0, 2), new int[] {4, 4}, 4, parameters);
      Tensor everyone = Tensors.ofBooleans(new boolean[] {true, true});
      Tensor vectors = Tensors.ofFloats(new float[] {1, -2, 3, 4, 0, 2, -1, 5}, 2, 4);
      List<Representation> both =
          List.of(
              Representation.pooled(vectors, everyone),
              Representation.pooled(vectors.neg(), everyone));

      double[] first = run(fusion, both, Pass.training(new Seed(5)));
      double[] again = run(fusion, both, Pass.training(new Seed(5)));
      double[] other = run(fusion, both, Pass.training(new Seed(6)));
      double[] inference = run(fusion, both, Pass.inference());

      assertThat(again).isEqualTo(first);
      assertThat(other).isNotEqualTo(first);
      assertThat(run(fusion, both, Pass.inference())).isEqualTo(inference).isNotEqualTo(first);
    }
  }

  private static double[] run(Fusion fusion, List<Representation> batch, Pass pass) {
    return Tensors.toDoubles(fusion.forward(batch, pass));
  }

  /** Three equal scores: a modality of two tokens counts as much as one of one. */
  @Test
  void longModalitiesDoNotDrownShortOnes() {
    try (Parameters parameters = new Parameters(new Seed(1));
        PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      Fusion fusion =
          new AttentionPoolFusion.Spec(3, false)
              .build(NAMES.subList(0, 2), new int[] {2, 2}, 2, parameters);
      parameters.all().forEach(parameter -> parameter.value().zero_());
      Tensor present = Tensors.ofBooleans(new boolean[] {true});
      Representation two =
          new Representation(
              Tensors.ofFloats(new float[] {9, 9}, 1, 2),
              Tensors.ofFloats(new float[] {1, 2, 3, 4, 100, 100}, 1, 3, 2),
              Tensors.ofBooleans(new boolean[] {true, true, false}, 1, 3),
              present);
      Representation one =
          Representation.pooled(Tensors.ofFloats(new float[] {10, 20}, 1, 2), present);

      assertThat(run(fusion, List.of(two, one), Pass.inference()))
          .containsExactly(new double[] {(2 + 10) / 2.0, (3 + 20) / 2.0}, within(1e-6));
    }
  }
}
