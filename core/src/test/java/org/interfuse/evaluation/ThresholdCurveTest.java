package org.interfuse.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ThresholdCurveTest {
  private static final double[] RATES = {0, 0.1, 0.25, 0.5, 0.75, 1};

  /** The area under linear pieces is the share of pairs that are in order, ties counting half. */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void theAreaUnderItIsTheShareOfPairsInOrder(long seed) {
    Drawn drawn = Drawn.of(seed);
    double pairs = 0;
    int count = 0;
    for (int i = 0; i < drawn.scores.length; i++) {
      for (int j = 0; j < drawn.scores.length; j++) {
        if (drawn.positive[i] && !drawn.positive[j]) {
          count++;
          pairs +=
              drawn.scores[i] > drawn.scores[j] ? 1 : drawn.scores[i] == drawn.scores[j] ? 0.5 : 0;
        }
      }
    }
    int steps = 200_000;
    double[] rates = new double[steps];
    Arrays.setAll(rates, i -> (i + 0.5) / steps);
    double[] heights = ThresholdCurve.of(drawn.positive, drawn.scores).sensitivity(rates);

    assertThat(Arrays.stream(heights).average().orElseThrow())
        .isCloseTo(pairs / count, within(1e-4));
  }

  /** At a recall, the naive search over all thresholds for the highest that reaches it. */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {4, 5, 6})
  void precisionIsThatOfTheHighestThresholdThatReachesTheRecall(long seed) {
    Drawn drawn = Drawn.of(seed);
    double[] recalls = {0.05, 0.3, 0.5, 0.9, 1};
    double[] found = ThresholdCurve.of(drawn.positive, drawn.scores).precision(recalls);
    for (int r = 0; r < recalls.length; r++) {
      double expected = Double.NaN;
      double[] thresholds = Arrays.stream(drawn.scores).distinct().sorted().toArray();
      for (double threshold : thresholds) {
        int chosen = 0;
        int right = 0;
        int all = 0;
        for (int i = 0; i < drawn.scores.length; i++) {
          all += drawn.positive[i] ? 1 : 0;
          chosen += drawn.scores[i] >= threshold ? 1 : 0;
          right += drawn.positive[i] && drawn.scores[i] >= threshold ? 1 : 0;
        }
        if (right >= recalls[r] * all - 1e-9) {
          expected = (double) right / chosen;
        }
      }
      assertThat(found[r]).isEqualTo(expected);
    }
  }

  @Test
  void oneScoreForAllIsTheDiagonal() {
    ThresholdCurve curve =
        ThresholdCurve.of(new boolean[] {true, false, false, true}, new double[] {3, 3, 3, 3});

    assertThat(curve.sensitivity(RATES)).containsExactly(RATES);
    assertThat(curve.precision(new double[] {0.2, 1})).containsExactly(0.5, 0.5);
  }

  @Test
  void withoutPositivesNothingIsDefined() {
    ThresholdCurve curve = ThresholdCurve.of(new boolean[2], new double[] {1, 2});

    assertThat(curve.sensitivity(new double[] {0.5})).containsExactly(Double.NaN);
    assertThat(curve.precision(new double[] {0.5})).containsExactly(Double.NaN);
  }

  private record Drawn(boolean[] positive, double[] scores) {
    static Drawn of(long seed) {
      SplittableRandom random = new SplittableRandom(seed);
      boolean[] positive = new boolean[60];
      double[] scores = new double[60];
      for (int i = 0; i < 60; i++) {
        positive[i] = random.nextInt(3) == 0;
        scores[i] = random.nextInt(15) + (positive[i] ? 3 : 0); // ties
      }
      return new Drawn(positive, scores);
    }
  }
}
