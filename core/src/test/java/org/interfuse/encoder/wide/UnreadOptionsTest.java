package org.interfuse.encoder.wide;

import static org.assertj.core.api.Assertions.assertThat;

import org.interfuse.encoder.Activation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each projection reads, against what docs/wide.md says of them. */
final class UnreadOptionsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "DENSE|components (for low-rank, pca, random), keep (for screened)",
        "LOW_RANK|keep (for screened)",
        "GROUPED|components (for low-rank, pca, random), keep (for screened),"
            + " arithmetic (for dense, low-rank)",
        "PCA|keep (for screened), arithmetic (for dense, low-rank),"
            + " optimiser (for dense, low-rank, grouped), l1 (for dense, low-rank, grouped),"
            + " group (for dense, low-rank, grouped)",
        "RANDOM|keep (for screened), arithmetic (for dense, low-rank),"
            + " optimiser (for dense, low-rank, grouped), l1 (for dense, low-rank, grouped),"
            + " group (for dense, low-rank, grouped)",
        "SCREENED|components (for low-rank, pca, random), arithmetic (for dense, low-rank),"
            + " optimiser (for dense, low-rank, grouped), l1 (for dense, low-rank, grouped),"
            + " group (for dense, low-rank, grouped)",
      })
  void whatIsSetAndNotReadIsNamed(Projection projection, String unread) {
    WideEncoder.Spec all =
        new WideEncoder.Spec(
            projection,
            8,
            5,
            7,
            Arithmetic.FLOAT32,
            WideOptimiser.ADAMW,
            1,
            1,
            0,
            true,
            Activation.RELU);
    assertThat(all.withoutEffect())
        .contains(
            "'projection: %s' does not read %s".formatted(UnreadOptions.name(projection), unread));
    WideEncoder.Spec defaults = new WideEncoder.Spec();
    assertThat(
            defaults
                .with(projection, 8, defaults.arithmetic(), defaults.optimiser())
                .withoutEffect())
        .isEmpty();
  }
}
