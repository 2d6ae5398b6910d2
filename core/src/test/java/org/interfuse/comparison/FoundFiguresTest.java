package org.interfuse.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.interfuse.cohort.Cohort;
import org.interfuse.cohort.Fold;
import org.interfuse.cohort.Split;
import org.interfuse.evaluation.Estimate;
import org.interfuse.evaluation.Pairs;
import org.interfuse.target.Prediction;
import org.interfuse.target.Target;
import org.interfuse.target.TargetSchema;
import org.interfuse.target.TargetType;
import org.interfuse.tensor.Seed;
import org.junit.jupiter.api.Test;

/** A few subjects of one pattern, two or three a fold, whose predictions are made by hand. */
final class FoundFiguresTest {
  /** Folds of two; in the first five one of each class, in the last both of class 0. */
  private static final int[] LABELS = {1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 0, 0};

  private static final TargetSchema CLASSES =
      new TargetSchema("y", TargetType.CLASSIFICATION, List.of("no", "yes"));

  @Test
  void aPerfectOrderOfFivePairsIsNotCertain() {
    MissingModalities.Cell cell = cell(i -> LABELS[i]);

    assertThat(cell.subjects()).as("those of the sixth fold compare with nobody").isEqualTo(10);
    assertThat(cell.folds()).isEqualTo(5);
    assertThat(cell.estimate().value()).isEqualTo(1);
    assertThat(cell.estimate().upper()).isEqualTo(1);
    assertThat(Math.pow(cell.estimate().lower(), 5))
        .as("five of five pairs in order")
        .isCloseTo(0.025, within(1e-12));
  }

  @Test
  void pairsOfDifferentFoldsAreNotCompared() {
    // each fold's scores lie above those of the fold before: across folds the order is wrong
    MissingModalities.Cell cell = cell(i -> i / 2 * 0.1 + LABELS[i] * 0.05);

    assertThat(cell.estimate().value()).isEqualTo(1);
  }

  @Test
  void oneOfFivePairsInTheWrongOrderHasAWidth() {
    Estimate estimate = cell(i -> i < 2 ? 1 - LABELS[i] : LABELS[i]).estimate();

    assertThat(estimate.value()).isCloseTo(0.8, within(1e-12));
    assertThat(estimate.lower()).isLessThan(0.8);
    assertThat(estimate.upper()).isGreaterThan(0.8);
  }

  @Test
  void onlyAnIntervalWithoutAWidthAtAnEndIsOpened() {
    Estimate tied = new Estimate(0.5, 0.5, 0.5, 0.95, 1000);
    Estimate wide = new Estimate(1, 0.7, 1, 0.95, 1000);

    assertThat(Pairs.opened(tied, 3)).isEqualTo(tied);
    assertThat(Pairs.opened(wide, 3)).isEqualTo(wide);
    assertThat(Pairs.opened(new Estimate(0, 0, 0, 0.95, 1000), 1).upper())
        .isCloseTo(0.975, within(1e-12));
  }

  private static MissingModalities.Cell cell(java.util.function.IntToDoubleFunction score) {
    int n = LABELS.length;
    List<String> ids = IntStream.range(0, n).mapToObj(i -> "s" + i).toList();
    Target target = new Target.Classification(CLASSES, LABELS);
    Cohort cohort = new Cohort(ids, List.of(target), Map.of(), List.of());
    List<Fold> folds = new ArrayList<>();
    List<Outcome> outcomes = new ArrayList<>();
    for (int f = 0; f < n / 2; f++) {
      int own = f;
      int[] test = {2 * f, 2 * f + 1};
      folds.add(
          new Fold(
              "fold " + f, 0, IntStream.range(0, n).filter(i -> i / 2 != own).toArray(), test));
      double[][] rows = new double[2][];
      for (int i = 0; i < 2; i++) {
        double yes = score.applyAsDouble(test[i]);
        rows[i] = new double[] {1 - yes, yes};
      }
      outcomes.add(
          new Outcome(
              f,
              0,
              List.of(new Prediction.Classes(rows)),
              new boolean[2],
              List.of(),
              0,
              0,
              Map.of()));
    }
    Protocol protocol =
        new Protocol(
            cohort,
            new Split("by hand", folds),
            List.of(),
            IntStream.range(0, n).toArray(),
            1,
            new Seed(5),
            0.95);
    CandidateResult candidate = new CandidateResult("it", List.of(), outcomes, List.of());
    return new FoundFigures(protocol, 0, new int[n]).of(0, candidate);
  }
}
