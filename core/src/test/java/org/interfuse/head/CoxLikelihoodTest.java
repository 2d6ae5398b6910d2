package org.interfuse.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.interfuse.tensor.Seed;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Against the textbook's double sum, and where that sum would overflow. */
class CoxLikelihoodTest {
  @ParameterizedTest(name = "{0} subjects, {1} distinct times, seed {2}")
  @CsvSource({"1, 1, 1", "2, 1, 2", "12, 3, 3", "30, 30, 4", "40, 7, 5", "25, 1, 6", "60, 200, 7"})
  void equalsTheTextbook(int subjects, int distinctTimes, long seed) {
    SplittableRandom random = new Seed(seed).random();
    double[] logRisks = new double[subjects];
    double[] times = new double[subjects];
    boolean[] events = new boolean[subjects];
    for (int i = 0; i < subjects; i++) {
      logRisks[i] = random.nextDouble(-3, 3);
      times[i] = random.nextInt(distinctTimes);
      events[i] = random.nextInt(3) > 0;
    }
    events[subjects - 1] = true;
    for (CoxHead.Ties ties : CoxHead.Ties.values()) {
      CoxLikelihood found = CoxLikelihood.of(logRisks, new RiskSets(times, events), ties);
      assertThat(found.loss()).isCloseTo(textbook(logRisks, times, events, ties), within(1e-12));
      double[][] expected =
          LossProbe.differences(
              point -> textbook(point[0], times, events, ties), new double[][] {logRisks});
      assertThat(found.gradient()).containsExactly(expected[0], within(1e-10));
    }
  }

  /** Sums over all pairs of subjects, as Klein and Moeschberger (2003, 8.4) write them. */
  private static double textbook(
      double[] logRisks, double[] times, boolean[] events, CoxHead.Ties ties) {
    double sum = 0;
    int count = 0;
    for (int i = 0; i < times.length; i++) {
      if (!events[i]) {
        continue;
      }
      double atRisk = 0;
      double tied = 0;
      int before = 0;
      int deaths = 0;
      for (int j = 0; j < times.length; j++) {
        atRisk += times[j] >= times[i] ? Math.exp(logRisks[j]) : 0;
        if (events[j] && times[j] == times[i]) {
          tied += Math.exp(logRisks[j]);
          deaths++;
          before += j < i ? 1 : 0;
        }
      }
      double gone = ties == CoxHead.Ties.EFRON ? (double) before / deaths * tied : 0;
      sum += Math.log(atRisk - gone) - logRisks[i];
      count++;
    }
    return sum / count;
  }

  @ParameterizedTest
  @EnumSource(CoxHead.Ties.class)
  void logRisksFarApartEqualTheLimit(CoxHead.Ties ties) {
    // the later subject's risk vanishes beside the first's: the loss is the difference of the two
    double[] times = {1, 2, 3};
    boolean[] events = {true, true, false};
    double[] logRisks = {-800, 800, -800};
    CoxLikelihood found = CoxLikelihood.of(logRisks, new RiskSets(times, events), ties);
    assertThat(found.loss()).isEqualTo(800);
    assertThat(found.gradient()).containsExactly(new double[] {-0.5, 0.5, 0}, within(1e-12));
  }

  @ParameterizedTest(name = "{0}, log-risks within ±{1}")
  @CsvSource({"EFRON, 0", "BRESLOW, 0", "EFRON, 80", "BRESLOW, 80"})
  void twoThousandSubjectsTiedAtOneTime(CoxHead.Ties ties, double spread) {
    int n = 2_000;
    double[] logRisks = new double[n];
    Arrays.setAll(logRisks, i -> spread * (2.0 * i / (n - 1) - 1));
    boolean[] events = new boolean[n];
    Arrays.fill(events, true);
    CoxLikelihood found = CoxLikelihood.of(logRisks, new RiskSets(new double[n], events), ties);
    // all are at risk and all die: Σ_l log(S (1 - l/n)) - Σ η, with Σ η = 0
    double largest = Arrays.stream(logRisks).max().orElseThrow();
    double sum = Arrays.stream(logRisks).map(x -> Math.exp(x - largest)).sum();
    double expected = n * (largest + Math.log(sum));
    for (int l = 0; l < n && ties == CoxHead.Ties.EFRON; l++) {
      expected += Math.log((double) (n - l) / n);
    }
    assertThat(found.loss()).isCloseTo(expected / n, within(1e-10));
    double[] gradient = new double[n];
    Arrays.setAll(gradient, i -> Math.exp(logRisks[i] - largest) / sum - 1.0 / n);
    assertThat(found.gradient()).containsExactly(gradient, within(1e-13));
  }

  @ParameterizedTest
  @EnumSource(CoxHead.Ties.class)
  void shiftingAllLogRisksChangesNothing(CoxHead.Ties ties) {
    double[] times = {1, 1, 2, 3, 3, 3, 4};
    boolean[] events = {true, true, false, true, true, false, true};
    double[] logRisks = {0.5, -1, 2, 0.25, -0.75, 1, 0};
    CoxLikelihood base = CoxLikelihood.of(logRisks, new RiskSets(times, events), ties);
    for (double shift : new double[] {-1024, 1e-3, 64, 1024}) {
      double[] shifted = Arrays.stream(logRisks).map(x -> x + shift).toArray();
      CoxLikelihood found = CoxLikelihood.of(shifted, new RiskSets(times, events), ties);
      assertThat(found.loss()).isCloseTo(base.loss(), within(1e-12));
      assertThat(found.gradient()).containsExactly(base.gradient(), within(1e-12));
    }
  }

  @ParameterizedTest
  @EnumSource(CoxHead.Ties.class)
  void timesThatDifferBeyondFloat32AreNoTie(CoxHead.Ties ties) {
    double[] times = {1_000_000.001, 1_000_000.002};
    boolean[] events = {true, true};
    double[] logRisks = {0, 0};
    CoxLikelihood found = CoxLikelihood.of(logRisks, new RiskSets(times, events), ties);
    assertThat(found.loss()).isCloseTo(Math.log(2) / 2, within(1e-15));
    assertThat(found.gradient()).containsExactly(new double[] {-0.25, 0.25}, within(1e-15));
  }

  @ParameterizedTest
  @EnumSource(CoxHead.Ties.class)
  void bothZeroesAreOneTime(CoxHead.Ties ties) {
    RiskSets sets = new RiskSets(new double[] {0.0, -0.0, 1}, new boolean[] {true, true, false});
    assertThat(sets.groups()).isEqualTo(2);
    assertThat(sets.events(0)).isEqualTo(2);
    assertThat(CoxLikelihood.of(new double[3], sets, ties).loss())
        .isCloseTo(ties == CoxHead.Ties.EFRON ? Math.log(3 * 2) / 2 : Math.log(3), within(1e-15));
  }
}
