package org.interfuse.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.interfuse.target.Target;
import org.interfuse.target.TargetType;
import org.junit.jupiter.api.Test;

class CutPointsTest {
  private static double[] cut(int intervals, double[] times, boolean... events) {
    return CutPoints.of(
        new Target.Survival(Samples.schema(TargetType.SURVIVAL), times, events), intervals);
  }

  @Test
  void areQuantilesOfTheEventTimesAlone() {
    double[] times = {9, 1, 2, Double.NaN, 3, 4, 5};
    assertThat(cut(2, times, false, true, true, true, true, true, false)).containsExactly(2, 4);
    assertThat(cut(3, times, false, true, true, true, true, true, false)).containsExactly(2, 3, 4);
  }

  @Test
  void tiedEventsLeaveRoomForHalves() {
    double[] times = {8, 8, 8, 2};
    assertThat(cut(4, times, true, true, true, true)).containsExactly(2, 3.5, 5, 8);
  }

  @Test
  void withoutEventsTheFollowUpIsDividedEvenly() {
    assertThat(cut(4, new double[] {2, 8}, false, false)).containsExactly(2, 4, 6, 8);
    assertThat(cut(2, new double[] {0}, true)).containsExactly(0.5, 1);
  }

  @Test
  void refusesTimesThatCannotBeDivided() {
    assertThatThrownBy(() -> cut(3, new double[] {Double.MIN_VALUE}, true))
        .hasMessage("intervals: the event times are too close to 0 or to each other for 3");
  }
}
