package org.interfuse.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.interfuse.target.Prediction;
import org.interfuse.target.Target;
import org.interfuse.target.TargetType;
import org.interfuse.tensor.Seed;
import org.junit.jupiter.api.Test;

/** Tests on a single split, the adjustment of p values, and the best of many. */
class PairedTestsTest {
  private static final AreaUnderRoc AUROC = new AreaUnderRoc();
  private static final Seed SEED = new Seed(4);

  private static Target truth(int... labels) {
    return new Target.Classification(
        Target.schema("outcome", TargetType.CLASSIFICATION, "no", "yes"), labels);
  }

  private static Prediction scores(double... scores) {
    return new Prediction.Classes(
        Arrays.stream(scores).mapToObj(p -> new double[] {1 - p, p}).toArray(double[][]::new));
  }

  @Test
  void deLongOfTheSamePredictionsIsNoDifference() {
    Target truth = truth(0, 1, 0, 1, 1);
    Prediction one = scores(0.2, 0.7, 0.4, 0.3, 0.9);

    DeLongTest test = DeLongTest.of(truth, List.of(one), List.of(one), 0.95);

    assertThat(test.first()).isCloseTo(5 / 6.0, within(1e-15));
    assertThat(test.p()).isEqualTo(1);
    assertThat(test.difference().value()).isZero();
  }

  @Test
  void deLongOfAPerfectAndAConstantCandidateHasNoVariance() {
    Target truth = truth(0, 1, 0, 1);
    DeLongTest test =
        DeLongTest.of(
            truth, List.of(scores(0.1, 0.9, 0.2, 0.8)), List.of(scores(0.5, 0.5, 0.5, 0.5)), 0.95);

    assertThat(test.difference().value()).isEqualTo(0.5);
    assertThat(test.difference().hasInterval()).isFalse();
    assertThat(test.p()).isNaN();
  }

  @Test
  void deLongLeavesOutWhoLacksTheTargetAndNeedsTwoOfEachClass() {
    Prediction one = scores(0.2, 0.7, 0.4, 0.3, 0.9);
    Prediction other = scores(0.3, 0.2, 0.6, 0.1, 0.8);

    DeLongTest few = DeLongTest.of(truth(0, 1, 0, -1, 0), List.of(one), List.of(other), 0.95);
    assertThat(few.p()).isNaN();
    assertThat(few.first()).isCloseTo(2 / 3.0, within(1e-15));
    DeLongTest missing = DeLongTest.of(truth(0, 1, 0, -1, 1), List.of(one), List.of(other), 0.95);
    assertThat(missing.difference().count()).isEqualTo(4);
    assertThat(missing.p()).isBetween(0.0, 1.0);
    DeLongTest undefined =
        DeLongTest.of(
            truth(0, 1, 0, 1, 1),
            List.of(scores(0.2, Double.NaN, 0.4, 0.3, 0.9)),
            List.of(other),
            0.95);
    assertThat(undefined.p()).isNaN();
  }

  @Test
  void deLongIsForTwoClassesOnly() {
    Target three =
        new Target.Classification(
            Target.schema("grade", TargetType.CLASSIFICATION, "a", "b", "c"), new int[] {0, 1, 2});

    assertThat(DeLongTest.applies(three.schema())).isFalse();
    assertThat(DeLongTest.applies(truth(0).schema())).isTrue();
    assertThatThrownBy(() -> DeLongTest.of(three, List.of(), List.of(), 0.95))
        .hasMessage("DeLong's test needs a target of two classes; found classification");
    assertThatThrownBy(() -> DeLongTest.of(truth(0, 1), List.of(), List.of(), 0.95))
        .hasMessage("a candidate needs at least one prediction");
  }

  @Test
  void bothCandidatesAreJudgedOnTheSameResamples() {
    SplittableRandom random = new SplittableRandom(9);
    int[] labels = random.ints(80, 0, 2).toArray();
    double[] good = Arrays.stream(labels).mapToDouble(y -> 0.3 * y + random.nextDouble()).toArray();
    double[] same = Arrays.stream(good).map(score -> score / 2).toArray();
    Resamples resamples = Resamples.of(truth(labels), null, 200, SEED);

    double[] first = resamples.values(AUROC, List.of(scores(good)), truth(labels));
    double[] second = resamples.values(AUROC, List.of(scores(same)), truth(labels));
    PairedBootstrap bootstrap = PairedBootstrap.of(0, first, second, 0.95);

    assertThat(first).as("a monotone score orders alike on each of them").isEqualTo(second);
    assertThat(bootstrap.difference().lower()).isZero();
    assertThat(bootstrap.difference().upper()).isZero();
    assertThat(bootstrap.p()).isEqualTo(1);
  }

  @Test
  void wholeGroupsAreDrawn() {
    int[] labels = {0, 0, 1, 1, 0, 1};
    int[] groups = {5, 5, 7, 7, 8, 9};
    Resamples resamples = Resamples.of(truth(labels), groups, 50, SEED);

    for (int r = 0; r < 50; r++) {
      int[] drawn = resamples.inside(r);
      int[] counts = new int[6];
      Arrays.stream(drawn).forEach(subject -> counts[subject]++);
      assertThat(counts[0]).isEqualTo(counts[1]);
      assertThat(counts[2]).isEqualTo(counts[3]);
      for (int left : resamples.outside(drawn)) {
        assertThat(counts[left]).isZero();
      }
    }
    assertThat(Resamples.of(truth(0, 1), new int[] {1, 1}, 5, SEED).possible()).isFalse();
    assertThat(
            Resamples.of(truth(0, 1), new int[] {1, 1}, 2, SEED)
                .values(AUROC, List.of(scores(0.1, 0.2)), truth(0, 1)))
        .containsOnly(Double.NaN);
  }

  @Test
  void ranksAcrossFoldsDoNotCountWithinFolds() {
    Target truth = truth(0, 1, 0, 1, 1);
    // the second fold's model is as good, and sees everybody at less risk; the last has one class
    Prediction shifted = scores(0.6, 0.9, 0.1, 0.4, 0.2);
    Resamples pooled = Resamples.of(truth, null, 5, SEED);
    Resamples within = pooled.withinFolds(new int[][] {{0, 0, 1, 1, 2}});

    assertThat(within.value(AUROC, List.of(shifted), truth)).isEqualTo(1);
    assertThat(pooled.value(AUROC, List.of(shifted), truth)).isCloseTo(4 / 6.0, within(1e-15));
    assertThat(
            pooled
                .withinFolds(new int[][] {{0, 0, 1, 1, 2}, {0, 1, 1, 0, 2}})
                .value(AUROC, List.of(shifted, scores(0.6, 0.9, 0.95, 0.4, 0.2)), truth))
        .as("the second pass has folds of its own: 0 of both")
        .isEqualTo(0.5);
  }

  @Test
  void undefinedResamplesCountOnNeitherSide() {
    double nan = Double.NaN;
    double[] first = {0.9, 0.8, nan, 0.7, 0.6};
    double[] second = {0.5, nan, 0.5, 0.5, 0.7};

    PairedBootstrap bootstrap = PairedBootstrap.of(0.2, first, second, 0.95);

    // 0.4, 0.2 and -0.1: one of three is not above 0
    assertThat(bootstrap.difference().count()).isEqualTo(3);
    assertThat(bootstrap.p()).isEqualTo(1);
    PairedBootstrap none = PairedBootstrap.of(0.2, first, new double[] {nan, nan, nan, 1, 1}, 0.95);
    assertThat(none.difference().hasInterval()).isFalse();
    assertThat(none.p()).isNaN();
    assertThatThrownBy(() -> PairedBootstrap.of(0, first, new double[2], 0.95))
        .hasMessage("both candidates need the same resamples; found 5 and 2");
    assertThatThrownBy(() -> Resamples.of(truth(0, 1), null, 0, SEED))
        .hasMessage("resamples must be at least 1; found 0");
  }

  @Test
  void holmSkipsWhatIsUndefinedAndNeverDecreases() {
    assertThat(Holm.adjust(new double[] {0.04, Double.NaN, 0.01, 0.03}))
        .containsExactly(0.06, Double.NaN, 0.03, 0.06);
    assertThat(Holm.adjust(new double[] {0.6, 0.7})).containsExactly(1, 1);
    assertThat(Holm.adjust(new double[0])).isEmpty();
  }

  @Test
  void choosingAmongNoiseIsWorthNothing() {
    SplittableRandom random = new SplittableRandom(12);
    int[] labels = random.ints(80, 0, 2).toArray();
    List<List<Prediction>> noise =
        java.util.stream.IntStream.range(0, 30)
            .mapToObj(c -> List.of(scores(random.doubles(80).toArray())))
            .toList();

    BiasCorrectedBest best =
        BiasCorrectedBest.of(
            AUROC, noise, truth(labels), Resamples.of(truth(labels), null, 200, SEED), 0.95);

    assertThat(best.apparent()).isGreaterThan(0.58);
    assertThat(best.corrected().value()).isBetween(0.45, 0.56).isLessThan(best.apparent());
    assertThat(Arrays.stream(best.chosen()).sum()).isCloseTo(1, within(1e-12));
  }

  @Test
  void theBestIsTheLowestWhereLowerIsBetter() {
    Target dose =
        new Target.Regression(
            Target.schema("dose", TargetType.REGRESSION), new double[] {1, 2, 3, 4, 5, 6});
    List<List<Prediction>> candidates =
        List.of(
            List.of(new Prediction.Values(new double[] {9, 9, 9, 9, 9, 9})),
            List.of(new Prediction.Values(new double[] {1, 2, 3, 4, 5, 7})),
            List.of(new Prediction.Values(new double[] {Double.NaN, 2, 3, 4, 5, 6})));

    BiasCorrectedBest best =
        BiasCorrectedBest.of(
            new MeanAbsoluteError(), candidates, dose, Resamples.of(dose, null, 100, SEED), 0.95);

    assertThat(best.best()).isEqualTo(1);
    assertThat(best.apparent()).isCloseTo(1 / 6.0, within(1e-15));
    assertThat(best.chosen()[0]).isZero();
  }

  @Test
  void whereNothingIsDefinedThereIsNoBest() {
    double nan = Double.NaN;
    Target truth = truth(0, 1, 0, 1);
    BiasCorrectedBest best =
        BiasCorrectedBest.of(
            AUROC,
            List.of(List.of(scores(nan, nan, nan, nan))),
            truth,
            Resamples.of(truth, null, 10, SEED),
            0.95);

    assertThat(best.best()).isEqualTo(-1);
    assertThat(best.apparent()).isNaN();
    assertThat(best.corrected().value()).isNaN();
  }
}
