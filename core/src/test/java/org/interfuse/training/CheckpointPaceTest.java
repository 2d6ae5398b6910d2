package org.interfuse.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class CheckpointPaceTest {
  private static final long SECOND = 1_000_000_000L;

  @Test
  void largeStatesAreWrittenInATenthOfTheTime() {
    CheckpointPace pace = new CheckpointPace(Duration.ofSeconds(10), 5 * SECOND);
    assertThat(pace.due(14 * SECOND)).isFalse();
    assertThat(pace.due(15 * SECOND)).isTrue();
    pace.written(15 * SECOND, 16 * SECOND);
    assertThat(pace.due(25 * SECOND)).as("a second of writing changes nothing").isFalse();
    assertThat(pace.due(26 * SECOND)).isTrue();
    pace.written(26 * SECOND, 56 * SECOND);
    assertThat(pace.due(325 * SECOND)).isFalse();
    assertThat(pace.due(326 * SECOND)).as("30 s of writing in 300 s").isTrue();
  }

  @Test
  void everyEpochIsEveryEpoch() {
    CheckpointPace pace = new CheckpointPace(Duration.ZERO, 0);
    pace.written(0, 30 * SECOND);
    assertThat(pace.due(30 * SECOND)).isTrue();
  }
}
