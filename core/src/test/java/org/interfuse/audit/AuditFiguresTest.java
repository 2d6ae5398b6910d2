package org.interfuse.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.descriptive.moment.StandardDeviation;
import org.interfuse.cohort.Fold;
import org.interfuse.evaluation.HarrellConcordance;
import org.interfuse.target.Prediction;
import org.interfuse.target.Target;
import org.interfuse.target.TargetType;
import org.interfuse.tensor.Seed;
import org.junit.jupiter.api.Test;

/** The formulas, against SciPy and against simulation. */
class AuditFiguresTest {
  /** Figures of SciPy: a root finder on the formulas as their papers print them. */
  @Test
  void boundsAgreeWithScipy() {
    assertThat(LowerBounds.hanleyMcNeil(0.8, 30, 70)).isCloseTo(0.002780952381, within(1e-11));
    assertThat(LowerBounds.area(1, 50, 50, LowerBounds.normal(0.975)))
        .isCloseTo(0.96034428, within(1e-7));
    assertThat(LowerBounds.area(0.9, 20, 60, LowerBounds.normal(0.99)))
        .isCloseTo(0.75406340, within(1e-7));
    assertThat(LowerBounds.concordance(0.9, 40, 2.5)).isCloseTo(0.63012266, within(1e-7));
  }

  @Test
  void differencesAgreeWithScipy() {
    Fold fold = new Fold("", 0, new int[80], new int[20]);
    DetectableDifference question = new DetectableDifference();
    assertThat(question.of(0.01, List.of(fold, fold, fold, fold, fold)))
        .isCloseTo(0.24937142, within(1e-7));
    assertThat(question.of(0.01, List.of(fold))).isCloseTo(0.28015852, within(1e-7));
  }

  @Test
  void cramersVAgreesWithScipy() {
    int[] rows = new int[100];
    int[] columns = new int[100];
    for (int i = 0; i < 100; i++) {
      rows[i] = i < 30 ? 0 : i < 60 ? 1 : 2;
      columns[i] = (i >= 25 && i < 30) || (i >= 40 && i < 60) || i >= 80 ? 1 : 0;
    }
    CramersV v = CramersV.of(rows, columns, 1_999, new Seed(3));
    assertThat(v.value()).isCloseTo(0.37343778, within(1e-7));
    assertThat(v.probability()).isBetween(5e-4, 3e-3); // χ² of 15.8, 2 degrees: 3.7e-4
  }

  /** Seed 11: the error of an AUROC of .75 with 25 positives and 40 negatives. */
  @Test
  void theErrorOfAnAreaIsWhatSimulationShows() {
    Random random = new Random(11);
    double shift = Math.sqrt(2) * LowerBounds.normal(0.75);
    double[] areas = new double[3_000];
    for (int run = 0; run < areas.length; run++) {
      double[] positives = random.doubles(25).map(u -> shift + LowerBounds.normal(u)).toArray();
      double[] negatives = random.doubles(40).map(LowerBounds::normal).toArray();
      int above = 0;
      for (double positive : positives) {
        for (double negative : negatives) {
          above += positive > negative ? 1 : 0;
        }
      }
      areas[run] = above / 1_000.0;
    }
    assertThat(Math.sqrt(LowerBounds.hanleyMcNeil(0.75, 25, 40)))
        .isCloseTo(new StandardDeviation().evaluate(areas), within(0.006));
  }

  /** Seed 12: the error of C near .72 with about 45 events of 90; the formula is approximate. */
  @Test
  void theErrorOfAConcordanceIsNearWhatSimulationShows() {
    Random random = new Random(12);
    double[] values = new double[1_500];
    double events = 0;
    for (int run = 0; run < values.length; run++) {
      double[] risk = IntStream.range(0, 90).mapToDouble(i -> random.nextGaussian()).toArray();
      double[] times = new double[90];
      boolean[] seen = new boolean[90];
      for (int i = 0; i < 90; i++) {
        double event = -Math.log(random.nextDouble()) * Math.exp(-1.2 * risk[i]);
        double censoring = -Math.log(random.nextDouble());
        times[i] = Math.min(event, censoring);
        seen[i] = event <= censoring;
        events += seen[i] ? 1.0 / values.length : 0;
      }
      Target.Survival truth =
          new Target.Survival(Target.schema("t", TargetType.SURVIVAL), times, seen);
      values[run] =
          new HarrellConcordance()
              .compute(
                  truth, new Prediction.Survival(risk, new double[0], new double[90][0]), truth);
    }
    double mean = java.util.Arrays.stream(values).average().orElse(0);
    double simulated = new StandardDeviation().evaluate(values);
    assertThat(mean).isBetween(0.65, 0.85);
    assertThat(Math.sqrt(DetectableDifference.concordance(mean, events)))
        .as("simulated %.4f at C %.3f with %.1f events", simulated, mean, events)
        .isCloseTo(simulated, within(0.25 * simulated));
  }
}
