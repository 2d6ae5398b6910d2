package org.interfuse.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.interfuse.target.Prediction;
import org.interfuse.target.Target;
import org.interfuse.target.TargetType;
import org.junit.jupiter.api.Test;

/** Edges that the shared inputs do not reach. */
class RegressionMetricsTest {
  private static double compute(Metric metric, double[] truth, double... predicted) {
    Target target = new Target.Regression(Target.schema("dose", TargetType.REGRESSION), truth);
    return metric.compute(target, new Prediction.Values(predicted), target);
  }

  @Test
  void whatDoesNotVaryHasNoCorrelation() {
    double[] same = {0.1, 0.1, 0.1};
    double[] varying = {1, 2, 4};
    assertThat(compute(new PearsonCorrelation(), varying, same)).isNaN();
    assertThat(compute(new SpearmanCorrelation(), same, varying)).isNaN();
    assertThat(compute(new DeterminationCoefficient(), same, varying)).isNaN();
    assertThat(compute(new DeterminationCoefficient(), varying, same)).isNegative();
  }

  @Test
  void aPerfectPredictionScoresBest() {
    double[] values = {0.1, 0.7, -3, 1e6};
    assertThat(compute(new PearsonCorrelation(), values, values)).isCloseTo(1, within(1e-15));
    assertThat(compute(new SpearmanCorrelation(), values, values)).isCloseTo(1, within(1e-15));
    assertThat(compute(new DeterminationCoefficient(), values, values)).isEqualTo(1);
    assertThat(compute(new RootMeanSquaredError(), values, values)).isZero();
    assertThat(compute(new MeanAbsoluteError(), values, values)).isZero();
  }
}
