package org.interfuse.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.interfuse.finding.Findings;
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
  void anEnsembleThatDoesNotFitIsRefusedBeforeItBegins() {
    Findings findings = new Findings();
    new Workers.Need(5, 10_000_000_000L, 0, 10_000_000_000L)
        .require("concat", 20_000_000_000L, findings);

    assertThat(findings.errors()).hasSize(1);
    assertThat(findings.errors().get(0).message())
        .isEqualTo(
            "candidate 'concat': the columns of its wide modalities must fit into the 20.0 GB that"
                + " are free; found 50.0 GB in training, 5 × 10.0;"
                + " 'training.ensemble: 1' needs 10.0 GB, a smaller 'width',"
                + " 'arithmetic: bfloat16', 'projection: screened'.");
  }

  @Test
  void whatFitsIsNotRefusedAndAnEncoderThatIsTooLargeSpeaksForItself() {
    Findings findings = new Findings();
    new Workers.Need(2, 10_000_000_000L, 0, 5_000_000_000L).require("a", 20_000_000_000L, findings);
    new Workers.Need(1, 30_000_000_000L, 0, 30_000_000_000L)
        .require("b", 20_000_000_000L, findings);

    assertThat(findings.errors()).isEmpty();
  }

  @Test
  void productsOfAllRowsCountOnceForAllMembers() {
    Findings findings = new Findings();
    new Workers.Need(5, 1_000_000_000L, 900_000_000L, 1_000_000_000L)
        .require("pca", 5_500_000_000L, findings);

    assertThat(findings.errors().get(0).message())
        .contains("found 5.9 GB in training, 5 × 1.0 and 0.9 for products of all rows;")
        .contains("'training.ensemble: 1' needs 1.9 GB");
  }

  @Test
  void nothingLimitsOthers() {
    Workers workers = Workers.of(8, 0, 1000);

    assertThat(workers.count()).isEqualTo(8);
    assertThat(workers.limited()).isFalse();
  }
}
