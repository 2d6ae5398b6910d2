package org.interfuse.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Both tests over folds where there is little or nothing to test. */
class CorrectedTTestTest {
  private static PairedDifferences pairs(double[] first, double[] second) {
    int[] test = new int[first.length];
    int[] train = new int[first.length];
    Arrays.fill(test, 20);
    Arrays.fill(train, 80);
    return PairedDifferences.of(first, second, test, train);
  }

  @Test
  void foldsWithoutAFigureAreDroppedForBothAndCounted() {
    double nan = Double.NaN;
    PairedDifferences differences =
        pairs(new double[] {0.7, nan, 0.6, 0.9}, new double[] {0.5, 0.4, nan, 0.8});

    assertThat(differences.count()).isEqualTo(2);
    assertThat(differences.dropped()).isEqualTo(2);
    assertThat(differences.values()[0]).isCloseTo(0.2, within(1e-15));
    assertThat(differences.testToTrain()).isEqualTo(0.25);
    assertThat(differences.correlation()).isEqualTo(0.2);
  }

  @Test
  void ratiosAreThoseOfTheFoldsThatAreLeft() {
    PairedDifferences differences =
        PairedDifferences.of(
            new double[] {1, Double.NaN, 2},
            new double[] {0, 0, 0},
            new int[] {10, 90, 30},
            new int[] {90, 10, 70});

    assertThat(differences.testToTrain()).isCloseTo((1 / 9.0 + 3 / 7.0) / 2, within(1e-15));
    assertThat(differences.correlation()).isCloseTo(0.2, within(1e-15));
  }

  @Test
  void equalFiguresOnEveryFoldAreNoDifference() {
    PairedDifferences differences = pairs(new double[] {0.7, 0.8}, new double[] {0.7, 0.8});

    CorrectedTTest test = CorrectedTTest.of(differences, 0.95);
    CorrelatedTTest posterior = CorrelatedTTest.of(differences, 0);
    assertThat(test.p()).isEqualTo(1);
    assertThat(test.statistic()).isZero();
    assertThat(test.difference()).isEqualTo(new Estimate(0, 0, 0, 0.95, 2));
    assertThat(posterior).isEqualTo(new CorrelatedTTest(0, 1, 0));
  }

  @Test
  void theSameDifferenceOnEveryFoldHasNoVarianceAndNoTest() {
    // 0.7 - 0.6, 0.8 - 0.7 and 0.9 - 0.8 differ in their last bits only
    PairedDifferences few = pairs(new double[] {0.7, 0.8, 0.9}, new double[] {0.6, 0.7, 0.8});

    assertThat(few.values()[0]).isNotEqualTo(few.values()[1]);
    assertThat(few.constant()).isTrue();
    assertThat(few.identical()).isFalse();
    CorrectedTTest test = CorrectedTTest.of(few, 0.95);
    assertThat(test.p()).isNaN();
    assertThat(test.difference().value()).isCloseTo(0.1, within(1e-15));
    assertThat(test.difference().hasInterval()).isFalse();
    assertThat(CorrelatedTTest.of(few, 0.02).defined()).as("three folds").isFalse();
  }

  @Test
  void ofFiveFoldsTheSameDifferenceIsTakenAtItsWord() {
    double[] ones = {1, 1, 1, 1, 1};
    double[] halves = {0.5, 0.5, 0.5, 0.5, 0.5};

    assertThat(CorrectedTTest.of(pairs(ones, halves), 0.95).p()).isNaN();
    assertThat(CorrelatedTTest.of(pairs(ones, halves), 0.02))
        .isEqualTo(new CorrelatedTTest(0, 0, 1));
    assertThat(CorrelatedTTest.of(pairs(halves, ones), 0.02))
        .isEqualTo(new CorrelatedTTest(1, 0, 0));
    assertThat(CorrelatedTTest.of(pairs(ones, halves), 0.5))
        .isEqualTo(new CorrelatedTTest(0, 1, 0));
  }

  @Test
  void oneFoldOrNoneHasNoTest() {
    CorrectedTTest one = CorrectedTTest.of(pairs(new double[] {0.7}, new double[] {0.6}), 0.95);
    CorrectedTTest none =
        CorrectedTTest.of(pairs(new double[] {Double.NaN}, new double[] {0.6}), 0.95);

    assertThat(one.p()).isNaN();
    assertThat(one.degreesOfFreedom()).isZero();
    assertThat(one.difference().value()).isCloseTo(0.1, within(1e-15));
    assertThat(none.difference().value()).isNaN();
    assertThat(CorrelatedTTest.of(pairs(new double[] {0.7}, new double[] {0.6}), 0).defined())
        .isFalse();
  }

  @Test
  void exchangingTheCandidatesTurnsEverything() {
    double[] first = {0.71, 0.64, 0.80, 0.77};
    double[] second = {0.65, 0.66, 0.72, 0.70};
    CorrectedTTest there = CorrectedTTest.of(pairs(first, second), 0.95);
    CorrectedTTest back = CorrectedTTest.of(pairs(second, first), 0.95);
    CorrelatedTTest ahead = CorrelatedTTest.of(pairs(first, second), 0.01);
    CorrelatedTTest behind = CorrelatedTTest.of(pairs(second, first), 0.01);

    assertThat(back.p()).isCloseTo(there.p(), within(1e-15));
    assertThat(back.difference().lower()).isCloseTo(-there.difference().upper(), within(1e-12));
    assertThat(behind.below()).isCloseTo(ahead.above(), within(1e-15));
    assertThat(ahead.below() + ahead.within() + ahead.above()).isCloseTo(1, within(1e-15));
  }

  @Test
  void aTailIsNotRoundedAway() {
    double[] first = new double[15];
    double[] second = new double[15];
    Arrays.setAll(first, i -> 0.9 + 1e-4 * (i % 2));
    Arrays.fill(second, 0.6);

    CorrelatedTTest posterior = CorrelatedTTest.of(pairs(first, second), 0.02);
    assertThat(posterior.below()).isBetween(Double.MIN_NORMAL, 1e-20);
    assertThat(CorrectedTTest.of(pairs(first, second), 0.95).p()).isBetween(1e-60, 1e-20);
  }

  @Test
  void saysWhatItCannotTake() {
    assertThatThrownBy(
            () -> PairedDifferences.of(new double[2], new double[3], new int[2], new int[2]))
        .hasMessage("both candidates need the same folds; found 2 and 3 figures, 2 and 2 sizes");
    assertThatThrownBy(
            () -> CorrelatedTTest.of(pairs(new double[] {1, 2}, new double[] {1, 1}), -0.1))
        .hasMessage("margin must be 0 or more; found -0.1");
    assertThatThrownBy(() -> CorrectedTTest.of(pairs(new double[] {1, 2}, new double[] {1, 1}), 1))
        .hasMessage("level must be between 0 and 1; found 1.0");
  }
}
