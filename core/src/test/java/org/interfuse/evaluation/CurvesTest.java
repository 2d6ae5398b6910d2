package org.interfuse.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.descriptive.moment.StandardDeviation;
import org.interfuse.target.Target;
import org.interfuse.target.TargetType;
import org.junit.jupiter.api.Test;

/** Calibration and net benefit where subjects are few, tied or lost. */
class CurvesTest {
  private static boolean[] alternating(int n) {
    boolean[] positive = new boolean[n];
    for (int i = 0; i < n; i++) {
      positive[i] = i % 2 == 0;
    }
    return positive;
  }

  private static double[] rising(int n) {
    return IntStream.range(0, n).mapToDouble(i -> (i + 0.5) / n).toArray();
  }

  @Test
  void noBinHasFewerThanTheSmallest() {
    for (int n : new int[] {0, 1, 9, 10, 19, 25, 99, 100, 1234}) {
      CalibrationCurve curve = CalibrationCurve.of(alternating(n), rising(n), 10, 0.95);
      assertThat(curve.bins()).allSatisfy(bin -> assertThat(bin.count()).isGreaterThan(9));
      assertThat(curve.bins().size()).isEqualTo(Math.min(10, n / 10));
      assertThat(curve.bins().stream().mapToInt(CalibrationCurve.Bin::count).sum())
          .isEqualTo(n < 10 ? 0 : n);
    }
  }

  @Test
  void equalPredictionsShareABin() {
    double[] three = new double[60];
    Arrays.setAll(three, i -> i < 40 ? 0.1 : i < 55 ? 0.5 : 0.9);

    CalibrationCurve curve = CalibrationCurve.of(alternating(60), three, 10, 0.95);

    // the five of 0.9 are too few for a bin of their own
    assertThat(curve.bins()).extracting(CalibrationCurve.Bin::count).containsExactly(40, 20);
    assertThat(curve.bins().get(1).predicted()).isCloseTo(0.6, within(1e-12));
  }

  @Test
  void aPredictionThatIsUndefinedLeavesNoCurve() {
    double[] probabilities = rising(30);
    probabilities[7] = Double.NaN;

    assertThat(CalibrationCurve.of(alternating(30), probabilities, 10, 0.95).bins()).isEmpty();
    assertThatThrownBy(() -> CalibrationCurve.of(alternating(30), rising(30), 0, 0.95))
        .hasMessage("smallest must be at least 1; found 0");
  }

  @Test
  void survivalIsUndefinedWhereEverybodyWasLostBefore() {
    double[] times = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
    boolean[] events = {true, false, true, false, false, true, false, false, false, false};
    Target.Survival truth =
        new Target.Survival(Target.schema("death", TargetType.SURVIVAL), times, events);

    Estimate known = CalibrationCurve.of(truth, rising(10), 10, 10, 0.95).bins().get(0).observed();
    Estimate lost = CalibrationCurve.of(truth, rising(10), 11, 10, 0.95).bins().get(0).observed();

    assertThat(known.value()).isCloseTo(1 - 9 / 10.0 * 7 / 8 * 4 / 5, within(1e-12));
    assertThat(known.lower()).isLessThan(known.value());
    assertThat(known.upper()).isGreaterThan(known.value());
    assertThat(lost.value()).isNaN();
  }

  @Test
  void whereEverybodyHadTheEventNobodyNeedsToBeFollowed() {
    Estimate end = KaplanMeierInterval.at(new double[] {1, 2}, new boolean[] {true, true}, 5, 0.95);
    Estimate before =
        KaplanMeierInterval.at(new double[] {1, 2}, new boolean[] {true, true}, 0.5, 0.95);

    assertThat(end.value()).isZero();
    assertThat(end.hasInterval()).isFalse();
    assertThat(before.value()).isEqualTo(1);
  }

  @Test
  void netBenefitOfPerfectPredictionsIsTheShareOfPositives() {
    boolean[] positive = alternating(10);
    double[] perfect = new double[10];
    Arrays.setAll(perfect, i -> positive[i] ? 1 : 0);

    DecisionCurve curve = DecisionCurve.of(positive, perfect, 0.95);

    assertThat(curve.thresholds()).hasSize(99);
    assertThat(curve.thresholds()[49]).isEqualTo(0.5);
    assertThat(curve.model()).containsOnly(0.5);
    assertThat(curve.all()[49]).as("odds of one").isZero();
    assertThat(curve.all()[98]).isNegative();
  }

  @Test
  void whoIsAtTheThresholdIsTreated() {
    DecisionCurve curve =
        DecisionCurve.of(new boolean[] {true, false}, new double[] {0.25, 0.1}, 0.95);

    assertThat(curve.model()[24]).isEqualTo(0.5);
    assertThat(curve.model()[25]).isZero();
  }

  /** Against the bootstrap: the spread of net benefit over 4,000 draws of the subjects. Seed 11. */
  @Test
  void netBenefitIsAsUncertainAsTheBootstrapSays() {
    SplittableRandom random = new SplittableRandom(11);
    int n = 400;
    boolean[] positive = new boolean[n];
    double[] predicted = new double[n];
    for (int i = 0; i < n; i++) {
      predicted[i] = random.nextDouble();
      positive[i] = random.nextDouble() < predicted[i];
    }
    DecisionCurve curve = DecisionCurve.of(positive, predicted, 0.95);
    for (int threshold : new int[] {20, 50, 80}) {
      double odds = threshold / (100.0 - threshold);
      double[] drawn = new double[4_000];
      for (int r = 0; r < drawn.length; r++) {
        for (int k = 0; k < n; k++) {
          int i = random.nextInt(n);
          boolean treated = predicted[i] >= threshold / 100.0;
          drawn[r] += treated ? (positive[i] ? 1.0 : -odds) / n : 0;
        }
      }
      double deviation = new StandardDeviation().evaluate(drawn);
      assertThat(curve.halfWidth()[threshold - 1])
          .as("threshold .%d", threshold)
          .isCloseTo(1.96 * deviation, withinPercentage(5));
    }
  }

  @Test
  void aShareIsOfSomething() {
    assertThat(Wilson.of(0, 0, 0.95).value()).isNaN();
    assertThat(Wilson.of(0, 5, 0.95).lower()).isZero();
    assertThat(Wilson.of(0, 5, 0.95).upper()).isGreaterThan(0.3);
    assertThatThrownBy(() -> Wilson.of(6, 5, 0.95))
        .hasMessage("successes must be from 0 to 5; found 6");
  }
}
