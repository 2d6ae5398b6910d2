package org.interfuse.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.interfuse.encoder.Activation;
import org.interfuse.encoder.EncoderSpec;
import org.interfuse.encoder.MlpEncoder;
import org.interfuse.preprocessing.FeatureShape;
import org.interfuse.tensor.Seed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every registered encoder, found and proved without a list to edit. */
class EncoderProofsTest {
  static Stream<EncoderSpec> registered() {
    return EncoderProofs.registered().stream();
  }

  static Stream<EncoderSpec> defaults() {
    return ServiceLoader.load(EncoderSpec.class).stream().map(ServiceLoader.Provider::get);
  }

  @ParameterizedTest(name = "{0}, seed 11")
  @MethodSource("registered")
  void noPropertyOfARegisteredEncoderFails(EncoderSpec spec) {
    ProofReport report = EncoderProofs.prove(spec, new Seed(11));

    assertThat(report.failed()).isEmpty();
    assertThat(report.status()).isNotEqualTo(ProofReport.Status.FAILED);
  }

  @ParameterizedTest(name = "{0}, seed 12")
  @MethodSource("defaults")
  void noPropertyFailsWithTheDefaults(EncoderSpec spec) {
    assertThat(EncoderProofs.prove(spec, new Seed(12)).failed()).isEmpty();
  }

  /** A rectified unit is off for the first values tried; it trains with others. */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {4, 9})
  void aUnitThatIsOffByChanceIsNoMistake(long seed) {
    EncoderSpec spec = new MlpEncoder.Spec(List.of(7), 0, false, Activation.RELU, 3);

    assertThat(EncoderProofs.prove(spec, new Seed(seed)).failed()).isEmpty();
  }

  @Test
  void theEncodersOfTablesHaveOracles() {
    assertThat(List.of("mlp", "linear", "identity"))
        .allSatisfy(type -> assertThat(EncoderProofs.oracle(type)).isPresent());
  }

  /** Figures of Python's math.erfc: x / 2 · erfc(−x/√2). */
  @Test
  void theOracleKnowsTheExactGelu() {
    assertThat(Plain.gelu(1)).isCloseTo(0.8413447460685429, within());
    assertThat(Plain.gelu(-3)).isCloseTo(-0.004049694094890287, within());
    assertThat(Plain.gelu(0.5)).isCloseTo(0.34573123063700656, within());
  }

  /** By hand: LN([1, 3, 5]) = [-1, 0, 1] · √(3/2) up to ε. */
  @Test
  void theOracleNormalisesByThePopulationVariance() {
    double[] ones = {1, 1, 1};
    double expected = 2 / Math.sqrt(8.0 / 3 + 1e-5);
    assertThat(Plain.layerNorm(new double[] {1, 3, 5}, ones, new double[3]))
        .containsExactly(new double[] {-expected, 0, expected}, within());
  }

  /** By hand: ⌈1.6 · 3^0.56⌉ = ⌈2.96⌉ = 3, so 3 · 3 + (2 + 3 + 1) · 4 + 2 · 4. */
  @Test
  void countsTheParametersOfASmallPerceptron() {
    EncoderSpec spec = new MlpEncoder.Spec(List.of(4), 0, true, Activation.GELU, null);
    FeatureShape shape = new FeatureShape(List.of("a", "b", "c"), 2, new int[] {3});

    assertThat(new MlpOracle().parameterCount(spec, shape)).isEqualTo(9 + 24 + 8);
    assertThat(Map.of(3, 3, 1, 2, 100, 22, 1_000_000, 50))
        .allSatisfy(
            (codes, width) -> {
              FeatureShape one = new FeatureShape(List.of("c"), 0, new int[] {codes});
              long count = new MlpOracle().parameterCount(spec, one);
              assertThat(count).isEqualTo((long) codes * width + (width + 1) * 4 + 8);
            });
  }

  private static org.assertj.core.data.Offset<Double> within() {
    return org.assertj.core.data.Offset.offset(1e-14);
  }
}
