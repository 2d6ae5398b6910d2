package org.interfuse.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class ScheduleTest {
  private static final int STEPS_PER_EPOCH = 13;

  /** Against the formula as the documentation of TrainingSpec says it, written out. */
  @Test
  void risesLinearlyAndFallsAsHalfACosine() {
    TrainingSpec spec = new TrainingSpec(10, 0, 2e-3, 0, 0.2, 1, 0, 0.2, 7, 1);
    Schedule schedule = Schedule.of(spec, STEPS_PER_EPOCH);
    int steps = 130;
    int rise = 26;
    for (int step = 0; step < steps; step++) {
      double expected =
          step < rise
              ? 2e-3 * (step + 1) / (rise + 1)
              : 1e-3 * (1 + Math.cos(Math.PI * (step - rise) / (steps - rise)));
      assertThat(schedule.rate(step)).as("step %d", step).isCloseTo(expected, within(1e-15));
    }
    assertThat(schedule.rate(rise)).as("the peak").isEqualTo(2e-3);
    assertThat(schedule.rate(steps - 1)).as("never 0").isPositive();
  }

  @Test
  void aSingleStepHasTheWholeRate() {
    TrainingSpec spec = new TrainingSpec(1, 0, 1e-3, 0, 0.05, 1, 0, 0.2, 7, 1);
    assertThat(Schedule.of(spec, 1).rate(0)).isEqualTo(1e-3);
  }

  @Test
  void stopsWhenTheBestEpochLiesThePatienceBack() {
    EarlyStopping stopping = new EarlyStopping(2, Double.POSITIVE_INFINITY, 0);
    double[] losses = {3, 2, Double.NaN, 2, 1};
    int epoch = 0;
    while (epoch < losses.length && !stopping.exhausted(epoch)) {
      stopping.improves(epoch + 1, losses[epoch]);
      epoch++;
    }
    assertThat(epoch).isEqualTo(4);
    assertThat(stopping.bestEpoch()).isEqualTo(2);
    assertThat(new EarlyStopping(0, Double.POSITIVE_INFINITY, 0).exhausted(1000))
        .as("patience 0 waits for ever")
        .isFalse();
  }
}
