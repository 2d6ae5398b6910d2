package org.interfuse.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Observed against predicted numbers, counted in cells. */
class AgreementGridTest {
  @ParameterizedTest(name = "{0} subjects, smallest cell {1}, seed {2}")
  @CsvSource({"1000, 10, 1", "160, 10, 2", "40, 10, 3", "25, 2, 4", "12, 10, 5", "4000, 5, 6"})
  void countsAsByHandAndTellsNoCellOfFew(int subjects, int smallest, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] observed = new double[subjects];
    double[] predicted = new double[subjects];
    for (int i = 0; i < subjects; i++) {
      observed[i] = 100 + 17 * random.nextGaussian();
      predicted[i] = 0.5 * observed[i] + 50 + 5 * random.nextGaussian();
    }
    AgreementGrid grid = AgreementGrid.of(observed, predicted, smallest);
    double[] edges = grid.edges();
    int shown = 0;
    for (int r = 0; r + 1 < edges.length; r++) {
      for (int c = 0; c + 1 < edges.length; c++) {
        int expected = 0;
        for (int i = 0; i < subjects; i++) {
          expected += isWithin(edges, r, observed[i]) && isWithin(edges, c, predicted[i]) ? 1 : 0;
        }
        int count = grid.counts()[r][c];
        assertThat(count).isIn(-1, expected);
        assertThat(count == -1 || count >= smallest).isTrue();
        shown += Math.max(0, count);
      }
    }
    assertThat(grid.hidden()).isEqualTo(subjects - shown);
    assertThat(grid.hidden() == 0 || grid.hidden() >= smallest).isTrue();
    assertThat(Arrays.stream(edges)).noneMatch(e -> Arrays.stream(observed).anyMatch(o -> o == e));
  }

  private static boolean isWithin(double[] edges, int cell, double value) {
    boolean above = cell == 0 || value >= edges[cell];
    boolean below = cell + 2 == edges.length || value < edges[cell + 1];
    return above && below;
  }

  /** t of 9 degrees of freedom at 0.975 is 2.262157163. */
  @ParameterizedTest(name = "seed {0}")
  @CsvSource({"7", "8"})
  void meansByPredictionHaveTheirTInterval(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[][] subjects = new double[40][];
    for (int i = 0; i < 40; i++) {
      subjects[i] = new double[] {random.nextDouble(), random.nextDouble()};
    }
    CalibrationCurve curve =
        CalibrationCurve.ofMeans(
            Arrays.stream(subjects).mapToDouble(s -> s[0]).toArray(),
            Arrays.stream(subjects).mapToDouble(s -> s[1]).toArray(),
            10,
            0.95);

    Arrays.sort(subjects, (a, b) -> Double.compare(a[1], b[1]));
    assertThat(curve.bins()).hasSize(4);
    for (int b = 0; b < 4; b++) {
      double observed = 0;
      double predicted = 0;
      for (int i = 10 * b; i < 10 * b + 10; i++) {
        observed += subjects[i][0] / 10;
        predicted += subjects[i][1] / 10;
      }
      double squares = 0;
      for (int i = 10 * b; i < 10 * b + 10; i++) {
        squares += Math.pow(subjects[i][0] - observed, 2);
      }
      double half = 2.2621571628540993 * Math.sqrt(squares / 9 / 10);
      CalibrationCurve.Bin bin = curve.bins().get(b);
      assertThat(bin.count()).isEqualTo(10);
      assertThat(bin.predicted()).isCloseTo(predicted, within(1e-12));
      assertThat(bin.observed().value()).isCloseTo(observed, within(1e-12));
      assertThat(bin.observed().lower()).isCloseTo(observed - half, within(1e-9));
      assertThat(bin.observed().upper()).isCloseTo(observed + half, within(1e-9));
    }
  }
}
