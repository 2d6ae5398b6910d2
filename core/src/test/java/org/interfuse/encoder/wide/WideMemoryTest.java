package org.interfuse.encoder.wide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.interfuse.encoder.EncoderSpec;
import org.interfuse.finding.FindingsException;
import org.interfuse.tensor.Parameters;
import org.interfuse.tensor.Seed;
import org.junit.jupiter.api.Test;

final class WideMemoryTest {
  private static final long MILLION = 1_000_000;

  private static WideEncoder.Spec spec(Arithmetic arithmetic, WideOptimiser optimiser) {
    return new WideEncoder.Spec().with(Projection.DENSE, 512, arithmetic, optimiser);
  }

  @Test
  void weightsMomentsAndTwoFiguresAColumn() {
    long row = 2 * 4 * MILLION + 4 * MILLION + 4 * MILLION; // scaled with, moment, updates

    assertThat(WideMemory.bytes(spec(Arithmetic.MIXED, WideOptimiser.ROW_WISE), MILLION, 0))
        .isEqualTo(4 * 512 * MILLION + row);
    assertThat(WideMemory.bytes(spec(Arithmetic.BFLOAT16, WideOptimiser.ROW_WISE), MILLION, 0))
        .isEqualTo(2 * 512 * MILLION + row);
    assertThat(WideMemory.bytes(spec(Arithmetic.FLOAT32, WideOptimiser.ADAMW), MILLION, 0))
        .isEqualTo(12 * 512 * MILLION + 12 * MILLION);
    WideEncoder.Spec components = spec(Arithmetic.MIXED, WideOptimiser.ROW_WISE).withComponents(64);
    assertThat(
            WideMemory.bytes(
                components.with(Projection.PCA, 8, Arithmetic.MIXED, WideOptimiser.ROW_WISE),
                40,
                0))
        .isEqualTo(4 * 40 * 40 + 2 * 4 * 40); // no more components than columns
  }

  @Test
  void refusesWithFiguresAndTheOptionsThatWouldFit() {
    WideEncoder.Spec asked = spec(Arithmetic.FLOAT32, WideOptimiser.ADAMW);

    assertThatThrownBy(() -> WideMemory.require(asked, 10 * MILLION, 0, 0.5e9, 24e9))
        .isInstanceOfSatisfying(
            FindingsException.class,
            e ->
                assertThat(e)
                    .message()
                    .startsWith(
                        "encoder 'wide' of 10,000,000 columns: training must fit into 24.0 GB of"
                            + " memory; found it needs 62.1 GB")
                    .contains("'optimiser: row-wise' needs 21.1 GB")
                    .contains("'arithmetic: bfloat16' with 'optimiser: row-wise' needs 10.9 GB")
                    .contains("'width: 128' needs 16.0 GB")
                    .doesNotContain("'width: 256'")
                    .contains("'projection: pca' needs 3.1 GB"));
  }

  @Test
  void whatALowRankProjectionCanDoWithoutIsItsComponents() {
    WideEncoder.Spec asked =
        new WideEncoder.Spec()
            .with(Projection.LOW_RANK, 512, Arithmetic.FLOAT32, WideOptimiser.ROW_WISE)
            .withComponents(1024);

    assertThatThrownBy(() -> WideMemory.require(asked, 10 * MILLION, 0, 0.5e9, 24e9))
        .message()
        .contains("'arithmetic: bfloat16' with 'optimiser: row-wise' needs 21.1 GB")
        .doesNotContain("'width: ")
        .contains("'components: 512' needs 21.1 GB", "'components: 256' needs 10.9 GB");
    assertThatThrownBy(
            () ->
                WideMemory.require(
                    asked.with(Projection.PCA, 64, Arithmetic.MIXED, WideOptimiser.ROW_WISE),
                    10 * MILLION,
                    0,
                    0.5e9,
                    24e9))
        .message()
        .contains("'components: 512' needs 21.1 GB", "'projection: screened'")
        .doesNotContain("'projection: pca'", "bfloat16");
  }

  @Test
  void choicesAreFewAndOfWhatIsNotChosenAlready() {
    WideEncoder.Spec half = spec(Arithmetic.BFLOAT16, WideOptimiser.ROW_WISE);
    assertThat(half.smaller())
        .extracting(EncoderSpec.Smaller::option)
        .startsWith("'projection: pca'", "'projection: screened'", "'width: 256'")
        .doesNotContain("'arithmetic: bfloat16'", "'optimiser: row-wise'");
    assertThatThrownBy(() -> WideMemory.require(half, 10 * MILLION, 0, 0.5e9, 5e9))
        .satisfies(e -> assertThat(String.valueOf(e.getMessage()).split(" needs ")).hasSize(2 + 5));
  }

  @Test
  void aFittedModelNeedsItsWeightsAlone() {
    WideEncoder.Spec adam = spec(Arithmetic.FLOAT32, WideOptimiser.ADAMW);
    assertThat(WideMemory.kept(adam, MILLION, 0)).isEqualTo(4 * 512 * MILLION + 8 * MILLION);
    WideMemory.requireKept(adam, MILLION, 0, 0.5e9, 6e9); // training would take 6.7 GB
    assertThatThrownBy(() -> WideMemory.require(adam, MILLION, 0, 0.5e9, 6e9))
        .hasMessageContaining("training must fit into 6.0 GB of memory; found it needs 6.7 GB");
    assertThatThrownBy(() -> WideMemory.requireKept(adam, MILLION, 0, 0.5e9, 2e9))
        .hasMessage(
            "encoder 'wide' of 1,000,000 columns: its weights must fit into 2.0 GB of memory;"
                + " found it needs 2.6 GB.");
    try (Parameters fresh = new Parameters(new Seed(1));
        Parameters ofFile = new Parameters(new Seed(1), (name, shape) -> {})) {
      assertThat(fresh.begins()).isTrue();
      assertThat(ofFile.begins()).isFalse();
    }
  }

  @Test
  void whatFitsPasses() {
    WideMemory.require(
        spec(Arithmetic.BFLOAT16, WideOptimiser.ROW_WISE), 10 * MILLION, 0, 0.5e9, 24e9);
  }
}
