package org.interfuse.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MetricRangeTest {
  static java.util.List<Metric> all() {
    return Metrics.all();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("all")
  void isBoundedWhereItIsBest(Metric metric) {
    double best = metric.higherIsBetter() ? metric.highest() : metric.lowest();

    assertThat(metric.lowest()).isLessThan(metric.highest());
    assertThat(best).isFinite();
    assertThat(best).isEqualTo(metric.higherIsBetter() ? 1 : 0);
  }

  @Test
  void cutsTheEndsOfAnInterval() {
    Estimate wide = new Estimate(0.97, 0.93, 1.01, 0.95, 5);

    assertThat(wide.within(0, 1)).isEqualTo(new Estimate(0.97, 0.93, 1, 0.95, 5));
    assertThat(wide.within(0, Double.POSITIVE_INFINITY)).isEqualTo(wide);
    assertThat(Estimate.withoutInterval(0.5, 0.95, 1).within(0, 1).hasInterval()).isFalse();
  }
}
