package org.interfuse.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WorkersTest {
  @Test
  void memoryLimitsFitsOfWideModalities() {
    Workers workers = Workers.of(8, 2_100_000_000L, 15_000_000_000L);

    assertThat(workers.count()).isEqualTo(7);
    assertThat(workers.limited()).isTrue();
    assertThat(workers.reason())
        .isEqualTo(
            "7 at once, not 8: training holds up to 2.1 GB for columns, and 15.0 GB are free");
  }

  @Test
  void oneRunsWhereNoneFits() {
    assertThat(Workers.of(2, 9_000_000_000L, 1_000_000_000L).count()).isEqualTo(1);
  }

  @Test
  void nothingLimitsOthers() {
    Workers workers = Workers.of(8, 0, 1000);

    assertThat(workers.count()).isEqualTo(8);
    assertThat(workers.limited()).isFalse();
  }
}
