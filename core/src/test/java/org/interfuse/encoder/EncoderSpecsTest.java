package org.interfuse.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.interfuse.preprocessing.FeatureShape;
import org.interfuse.tensor.Parameter;
import org.interfuse.tensor.Parameters;
import org.interfuse.tensor.Pass;
import org.interfuse.tensor.Seed;
import org.interfuse.tensor.Tensors;
import org.junit.jupiter.api.Test;

/** Options, roles and dropout; outputs and gradients are proved in proof. */
class EncoderSpecsTest {
  private static final FeatureShape SHAPE =
      new FeatureShape(List.of("age", "dose", "stage"), 2, new int[] {4});

  @Test
  void refusesOptionsThatCannotWork() {
    assertThatThrownBy(() -> mlp(List.of(), 0, true))
        .hasMessage("widths: expected at least one, but there are none");
    assertThatThrownBy(() -> mlp(List.of(64, 2), 0, true))
        .hasMessage("widths: expected at least 3 with normalise: true, but one is 2");
    assertThatThrownBy(() -> mlp(List.of(0), 0, false))
        .hasMessage("widths: expected at least 1 with normalise: false, but one is 0");
    assertThatThrownBy(() -> mlp(List.of(8), 1, true))
        .hasMessage("dropout: expected 0 ≤ rate < 1, but it is 1.0");
    assertThatThrownBy(() -> mlp(List.of(8), Double.NaN, true))
        .hasMessage("dropout: expected 0 ≤ rate < 1, but it is NaN");
    assertThatThrownBy(() -> new MlpEncoder.Spec(List.of(8), 0, true, Activation.GELU, 0))
        .hasMessage("embedding: expected at least 1, but it is 0");
    assertThatThrownBy(() -> new LinearEncoder.Spec(0))
        .hasMessage("width: expected at least 1, but it is 0");
  }

  private static MlpEncoder.Spec mlp(List<Integer> widths, double dropout, boolean normalise) {
    return new MlpEncoder.Spec(widths, dropout, normalise, Activation.GELU, null);
  }

  @Test
  void refusesATableWithoutColumns() {
    try (Parameters parameters = new Parameters(new Seed(1))) {
      FeatureShape empty = new FeatureShape(List.of(), 0, new int[0]);
      assertThatThrownBy(() -> new IdentityEncoder.Spec().build(empty, parameters))
          .hasMessage("columns: expected at least 1, but there are none");
    }
  }

  @Test
  void weightsAndEmbeddingsDecayAndNothingElse() {
    try (Parameters parameters = new Parameters(new Seed(1))) {
      new MlpEncoder.Spec().build(SHAPE, parameters);

      assertThat(parameters.all())
          .extracting(Parameter::name)
          .containsExactly(
              "embedding.0.weight",
              "layers.0.weight",
              "layers.0.bias",
              "norms.0.weight",
              "norms.0.bias");
      assertThat(parameters.all())
          .extracting(parameter -> parameter.role().decays())
          .containsExactly(true, true, false, false, false);
    }
  }

  /** 4,000 masks: a mean of k Bernoulli masks at rate 0.5 has deviation |x| / √k. */
  @Test
  void dropoutActsInTrainingOnlyAndKeepsTheExpectation() {
    try (Parameters parameters = new Parameters(new Seed(3), ScalarType.Double);
        PointerScope scope = new PointerScope()) {
      Encoder encoder = mlp(List.of(16), 0.5, true).build(SHAPE, parameters);
      double[][] one = {{0.3, -1.2}};
      int copies = 4000;
      double[][] rows = new double[copies][];
      Arrays.fill(rows, one[0]);
      double[] still = Tensors.toDoubles(encode(encoder, one, Pass.inference()));
      Pass training = Pass.training(new Seed(4));
      double[][] masked = Tensors.toRows(encode(encoder, rows, training));

      assertThat(Tensors.toDoubles(encode(encoder, one, Pass.inference()))).isEqualTo(still);
      for (int i = 0; i < still.length; i++) {
        int column = i;
        double mean = Arrays.stream(masked).mapToDouble(row -> row[column]).average().orElseThrow();
        double deviation = Math.abs(still[i]) / Math.sqrt(copies);
        assertThat(mean).isCloseTo(still[i], within(5 * deviation));
        assertThat(List.of(masked))
            .allSatisfy(row -> assertThat(row[column]).isIn(0.0, -0.0, 2 * still[column]));
      }
    }
  }

  private static Tensor encode(Encoder encoder, double[][] rows, Pass pass) {
    Tensor codes = Tensors.ofLongs(new long[rows.length], rows.length, 1);
    return encoder.forward(new EncoderInput(Tensors.ofRows(rows), codes), pass).pooled();
  }

  @Test
  void projectsPooledVectorsAndTokensWithOneMap() {
    try (Parameters parameters = new Parameters(new Seed(5), ScalarType.Double);
        PointerScope scope = new PointerScope()) {
      Projection projection = Projection.linear(2, 3, parameters);
      double[][] rows = {{1, -2}, {0.5, 4}};
      Tensor pooled = Tensors.ofRows(rows);
      Tensor mask = Tensors.ofBooleans(new boolean[] {true, false}, 1, 2);
      Encoded projected = projection.forward(new Encoded(pooled, pooled.reshape(1, 2, 2), mask));

      double[] weight = Tensors.toDoubles(parameters.all().get(0).value());
      double[] bias = Tensors.toDoubles(parameters.all().get(1).value());
      double[] expected = new double[6];
      for (int i = 0; i < 6; i++) {
        int row = i / 3;
        int out = i % 3;
        expected[i] =
            weight[2 * out] * rows[row][0] + weight[2 * out + 1] * rows[row][1] + bias[out];
      }
      assertThat(projection.width()).isEqualTo(3);
      assertThat(Tensors.toDoubles(projected.pooled())).containsExactly(expected, within(1e-15));
      assertThat(Tensors.toDoubles(Objects.requireNonNull(projected.tokens())))
          .containsExactly(expected, within(1e-15));
      assertThat(parameters.count()).isEqualTo(9);
    }
  }

  @Test
  void theProjectionNoneIsTheIdentity() {
    try (PointerScope scope = new PointerScope()) {
      Encoded encoded = Encoded.pooled(Tensors.ofRows(new double[][] {{1, 2}}));
      assertThat(Projection.none(2).forward(encoded)).isSameAs(encoded);
      assertThat(Projection.none(2).width()).isEqualTo(2);
    }
  }
}
