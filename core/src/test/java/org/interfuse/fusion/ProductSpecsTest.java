package org.interfuse.fusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.interfuse.tensor.Parameter;
import org.interfuse.tensor.Parameters;
import org.interfuse.tensor.Seed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the operators of products refuse, say and declare; what they compute is proved in proof. */
class ProductSpecsTest {
  private static final Pooling POOLED = Pooling.POOLED;

  static Stream<FusionSpec> defaults() {
    return Stream.of(
        new BilinearFusion.Spec(),
        new BlockFusion.Spec(),
        new CompactBilinearFusion.Spec(),
        new LowRankFusion.Spec(),
        new MfbFusion.Spec(),
        new MlbFusion.Spec(),
        new MutanFusion.Spec(),
        new TensorFusion.Spec());
  }

  private static void build(FusionSpec spec, int width, int... widths) {
    List<String> names = IntStream.range(0, widths.length).mapToObj(m -> "m" + m).toList();
    try (Parameters parameters = new Parameters(new Seed(1))) {
      assertThat(spec.build(names, widths, width, parameters).width()).isEqualTo(width);
      assertThat(parameters.count()).isEqualTo(spec.parameterCount(widths, width));
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("defaults")
  void defaultsFitTheWidthsOfASmallStudyAndReadPooledVectors(FusionSpec spec) {
    build(spec, 16, 16, 16);
    build(spec, 8, 12, 20, 3);
    assertThat(spec.toString()).contains("pooling=POOLED");
    assertThatThrownBy(() -> build(spec, 8, 8))
        .hasMessage("fusion '%s': expected at least 2 modalities, but there is 1", spec.type());
  }

  /** By hand for widths 2 and 3 to C = 4. */
  @Test
  void declaresTheCountsOfTheCatalogue() {
    int[] two = {2, 3};
    assertCount(new BilinearFusion.Spec(), 2 * 3 * 4 + 5 * 4 + 4, two);
    assertCount(new TensorFusion.Spec(), 3 * 4 * 4 + 4, two);
    assertCount(new LowRankFusion.Spec(6, POOLED), 6 * 4 * (3 + 4) + 6 + 4, two);
    assertCount(new CompactBilinearFusion.Spec(10, POOLED), 11 * 4, two);
    assertCount(new CompactBilinearFusion.Spec(), (8 * 3 + 1) * 4, two);
    assertCount(new MlbFusion.Spec(7, POOLED), (5 + 2) * 7 + 8 * 4, two);
    assertCount(new MfbFusion.Spec(7, 3, 0, POOLED), (5 + 2) * 3 * 7 + 8 * 4, two);
    assertCount(new MutanFusion.Spec(6, 3, POOLED), (5 + 2) * 6 + 2 * 3 * (36 + 6) + 7 * 4, two);
    assertCount(new BlockFusion.Spec(6, 2, 3, POOLED), (5 + 2) * 6 + 2 * 3 * (18 + 6) + 7 * 4, two);
  }

  private static void assertCount(FusionSpec spec, long count, int... widths) {
    assertThat(spec.parameterCount(widths, 4)).as(spec.type()).isEqualTo(count);
    build(spec, 4, widths);
  }

  @Test
  void theTensorOfWideModalitiesIsRefusedInFavourOfLowRank() {
    assertThatThrownBy(() -> build(new TensorFusion.Spec(), 64, 128, 128, 128))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "fusion 'tensor': widths 128 × 128 × 128 to width 64 need 137,388,160 parameters,"
                + " 2,096 MiB in training; at most 67,108,864 parameters (1,024 MiB) are allowed;"
                + " take low-rank, or smaller widths with projection: linear");
  }

  @Test
  void aTensorBeyondAllNumbersIsRefusedToo() {
    int[] ten = new int[10];
    Arrays.fill(ten, 256);

    assertThat(new TensorFusion.Spec().parameterCount(ten, 256)).isEqualTo(Long.MAX_VALUE);
    assertThatThrownBy(() -> build(new TensorFusion.Spec(), 256, ten))
        .hasMessageContaining("fusion 'tensor': widths 256 × 256")
        .hasMessageContaining("take low-rank");
  }

  @Test
  void bilinearFormsOfWideModalitiesAreRefused() {
    assertThatThrownBy(() -> build(new BilinearFusion.Spec(), 256, 1024, 512))
        .hasMessage(
            "fusion 'bilinear': widths 1024 × 512 to width 256 need 134,611,200 parameters,"
                + " 2,054 MiB in training; at most 67,108,864 parameters (1,024 MiB) are allowed;"
                + " take low-rank, or smaller widths with projection: linear");
  }

  @Test
  void productsThatABatchCannotHoldAreRefusedThoughTheirWeightsAreFew() {
    assertThatThrownBy(() -> build(new TensorFusion.Spec(), 2, 300, 300, 300))
        .hasMessage(
            "fusion 'tensor': widths 300 × 300 × 300 to width 2 make 27,270,901 products for each"
                + " subject, 104 MiB and as much for their gradient; at most 4,194,304 (16 MiB) are"
                + " allowed; take low-rank, or smaller widths with projection: linear");
    assertThatThrownBy(() -> build(new BilinearFusion.Spec(), 2, 3000, 3000))
        .hasMessageStartingWith(
            "fusion 'bilinear': widths 3000 × 3000 to width 2 make 9,000,000 products");
  }

  @Test
  void aNumberThatNoLongHoldsIsNotPrintedAsIfItDid() {
    assertThatThrownBy(
            () -> build(new TensorFusion.Spec(), 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64))
        .hasMessageContaining("need more than 9.2e18 parameters, more than 8.8e12 MiB in training");
  }

  @Test
  void optionsSayTheirRange() {
    assertRefused(
        () -> new LowRankFusion.Spec(0, POOLED), "rank: expected at least 1, but it is 0");
    assertRefused(() -> new MlbFusion.Spec(0, POOLED), "joint: expected at least 1, but it is 0");
    assertRefused(
        () -> new MfbFusion.Spec(1, 5, 0, POOLED), "joint: expected at least 2, but it is 1");
    assertRefused(
        () -> new MfbFusion.Spec(4, 0, 0, POOLED), "factors: expected at least 1, but it is 0");
    assertRefused(
        () -> new MfbFusion.Spec(4, 5, 1, POOLED), "dropout: expected 0 ≤ rate < 1, but it is 1.0");
    assertRefused(
        () -> new MutanFusion.Spec(0, 1, POOLED), "joint: expected at least 1, but it is 0");
    assertRefused(
        () -> new MutanFusion.Spec(4, 0, POOLED), "rank: expected at least 1, but it is 0");
    assertRefused(
        () -> new BlockFusion.Spec(4, 0, 1, POOLED), "chunks: expected at least 1, but it is 0");
    assertRefused(
        () -> new BlockFusion.Spec(4, 1, 0, POOLED), "rank: expected at least 1, but it is 0");
    assertRefused(
        () -> new CompactBilinearFusion.Spec(1, POOLED),
        "sketch: expected at least 2, but it is 1");
  }

  private static void assertRefused(Runnable options, String message) {
    assertThatThrownBy(options::run)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void chunksMustDivideTheJointWidthAndHoldTwo() {
    String expected =
        "fusion 'block': chunks: expected a divisor of the joint width %d, at most half";
    assertThatThrownBy(() -> build(new BlockFusion.Spec(), 50, 8, 8))
        .hasMessage((expected + " of it, but it is 4").formatted(50));
    assertThatThrownBy(() -> build(new BlockFusion.Spec(4, 4, 2, POOLED), 50, 8, 8))
        .hasMessage((expected + " of it, but it is 4").formatted(4));
  }

  @Test
  void aJointSpaceOfOneElementCannotBeBroughtToUnitNorm() {
    assertThatThrownBy(() -> build(new MfbFusion.Spec(), 1, 8, 8))
        .hasMessage(
            "fusion 'mfb': joint: expected at least 2, but it is the width of the result, 1");
  }

  @Test
  void onlyMapsDecayAndSketchesNeverTrain() {
    try (Parameters parameters = new Parameters(new Seed(1))) {
      defaults()
          .forEach(
              spec ->
                  spec.build(
                      List.of("a", "b"), new int[] {8, 8}, 8, parameters.scope(spec.type())));

      assertThat(parameters.trained())
          .allSatisfy(
              parameter ->
                  assertThat(parameter.role().decays())
                      .as(parameter.name())
                      .isEqualTo(parameter.name().endsWith(".weight")));
      assertThat(parameters.all())
          .filteredOn(parameter -> parameter.role() == Parameter.Role.FIXED)
          .extracting(Parameter::name)
          .containsExactly("compact-bilinear.sketch.place", "compact-bilinear.sketch.sign");
    }
  }
}
