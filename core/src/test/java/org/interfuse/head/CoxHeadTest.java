package org.interfuse.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.interfuse.target.Prediction;
import org.interfuse.target.Target;
import org.interfuse.target.TargetSchema;
import org.interfuse.target.TargetType;
import org.interfuse.tensor.Parameter;
import org.interfuse.tensor.Parameters;
import org.interfuse.tensor.Seed;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CoxHeadTest {
  private static final TargetSchema SCHEMA = Samples.schema(TargetType.SURVIVAL);

  private final Parameters parameters = new Parameters(new Seed(3));
  private final Head head = new CoxHead.Spec().build(SCHEMA, 4, parameters);

  @AfterEach
  void close() {
    parameters.close();
  }

  @Test
  void hasNoOutputBias() {
    assertThat(parameters.all().stream().map(Parameter::name))
        .containsExactly("layers.0.weight", "layers.0.bias", "output.weight");
    assertThat(parameters.count()).isEqualTo(4 * 64 + 64 + 64);
  }

  @ParameterizedTest
  @EnumSource(CoxHead.Ties.class)
  void theTensorHasTheLikelihoodsValueAndGradient(CoxHead.Ties ties) {
    Head ofTies = new CoxHead.Spec(List.of(), 0, ties).build(SCHEMA, 4, parameters.scope("tied"));
    Target.Survival target = (Target.Survival) Samples.target(TargetType.SURVIVAL, 30, 0.2, 51);
    double[][] outputs = Samples.outputs(30, 1, 3, 52);
    LossProbe found = LossProbe.of(ofTies, outputs, target);
    int[] rows = ObservedOutputs.rows(target);
    Target.Survival observed = target.select(rows);
    double[] logRisks = Arrays.stream(rows).mapToDouble(row -> outputs[row][0]).toArray();
    CoxLikelihood expected =
        CoxLikelihood.of(logRisks, new RiskSets(observed.times(), observed.events()), ties);
    assertThat(rows.length).isBetween(15, 29);
    assertThat(found.loss()).isEqualTo(expected.loss());
    double[] gradient = new double[30];
    for (int i = 0; i < rows.length; i++) {
      gradient[rows[i]] = expected.gradient()[i];
    }
    assertThat(Arrays.stream(found.gradient()).mapToDouble(row -> row[0]).toArray())
        .containsExactly(gradient);
  }

  @Test
  void float32LogRisksOfPlusAndMinusEightyAreExact() {
    double[] times = {5, 4, 3, 2, 1, 1};
    boolean[] events = {true, false, true, true, true, true};
    double[][] outputs = {{80}, {-80}, {80}, {-80}, {80}, {-80}};
    Target target = new Target.Survival(SCHEMA, times, events);
    LossProbe wide = LossProbe.of(head, outputs, target);
    LossProbe narrow = LossProbe.of(head, outputs, target, ScalarType.Float);
    // sets: {80}, {80, 80}, + -80, and at time 1 two tied of which one is negligible
    double expected =
        (0
                + (Math.log(2) + 80 - 80)
                + (Math.log(2) + 80 + 80)
                + (Math.log(3) + Math.log(2.5) + 80 + 80 - 80 + 80))
            / 5;
    assertThat(wide.loss()).isCloseTo(expected, within(1e-13));
    assertThat(narrow.loss()).isEqualTo(wide.loss());
    for (int i = 0; i < times.length; i++) {
      assertThat(narrow.gradient()[i][0]).isCloseTo(wide.gradient()[i][0], within(1e-7));
    }
  }

  @Test
  void aBatchWithoutEventsIsExactlyZero() {
    Target censored = new Target.Survival(SCHEMA, new double[] {1, 2}, new boolean[2]);
    LossProbe found = LossProbe.of(head, new double[][] {{50}, {-50}}, censored);
    assertThat(found.loss()).isEqualTo(0);
    assertThat(found.gradient()).isDeepEqualTo(new double[][] {{0}, {0}});
  }

  @Test
  void aBatchOfOneIsExactlyZero() {
    Target event = new Target.Survival(SCHEMA, new double[] {1}, new boolean[] {true});
    LossProbe found = LossProbe.of(head, new double[][] {{7}}, event);
    assertThat(found.loss()).isEqualTo(0);
    assertThat(found.gradient()[0][0]).isEqualTo(0);
  }

  @Test
  void aSingleEventComparesItWithThoseAtRisk() {
    double[] times = {1, 2, 3};
    boolean[] events = {false, true, false};
    LossProbe found =
        LossProbe.of(
            head, new double[][] {{5}, {1}, {1}}, new Target.Survival(SCHEMA, times, events));
    assertThat(found.loss()).isCloseTo(Math.log(2), within(1e-15));
    assertThat(found.gradient()[0][0]).isEqualTo(0);
    assertThat(found.gradient()[1][0]).isCloseTo(-0.5, within(1e-15));
    assertThat(found.gradient()[2][0]).isCloseTo(0.5, within(1e-15));
  }

  @Test
  void curvesDoNotChangeWhenAllLogRisksShift() {
    Target target = Samples.target(TargetType.SURVIVAL, 40, 0.1, 61);
    double[][] outputs = Samples.outputs(40, 1, 3, 62);
    head.calibrate(outputs, target);
    Prediction.Survival base = (Prediction.Survival) head.predict(outputs);
    for (double shift : new double[] {-900, 900}) {
      double[][] shifted =
          Arrays.stream(outputs).map(row -> new double[] {row[0] + shift}).toArray(double[][]::new);
      head.calibrate(shifted, target);
      Prediction.Survival found = (Prediction.Survival) head.predict(shifted);
      for (int i = 0; i < 40; i++) {
        assertThat(found.survival()[i]).containsExactly(base.survival()[i], within(1e-11));
      }
    }
  }

  @Test
  void longCurvesAreThinnedButExactWhereTheyAreKept() {
    int n = 2_000;
    double[] times = new double[n];
    Arrays.setAll(times, i -> i + 1);
    boolean[] events = new boolean[n];
    Arrays.fill(events, true);
    head.calibrate(new double[n][1], new Target.Survival(SCHEMA, times, events));
    Prediction.Survival found = (Prediction.Survival) head.predict(new double[][] {{0}});
    assertThat(found.times()).hasSize(512).startsWith(1).endsWith(2_000);
    for (int at = 0; at < 512; at++) {
      double hazard = 0;
      for (int i = 0; i < found.times()[at]; i++) {
        hazard += 1.0 / (n - i);
      }
      assertThat(found.survival()[0][at]).isCloseTo(Math.exp(-hazard), within(1e-12));
    }
  }

  @Test
  void withoutAnEventInTrainingNobodyDies() {
    head.calibrate(
        new double[2][1], new Target.Survival(SCHEMA, new double[] {1, 2}, new boolean[2]));
    Prediction.Survival found = (Prediction.Survival) head.predict(new double[][] {{3}});
    assertThat(found.times()).isEmpty();
    assertThat(found.at(0, 1_000)).isEqualTo(1);
  }

  @Test
  void asksToBeCalibrated() {
    assertThatThrownBy(() -> head.predict(new double[1][1]))
        .hasMessage("head 'cox': calibrate before predicting");
  }
}
