package org.interfuse.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.interfuse.target.Prediction;
import org.interfuse.target.Target;
import org.interfuse.target.TargetType;
import org.interfuse.tensor.Seed;
import org.junit.jupiter.api.Test;

/** Edges that the shared inputs do not reach; figures worked out by hand. */
class CategoricalMetricsTest {
  private static Target.Classification classes(int count, int... labels) {
    String[] names = new String[count];
    for (int k = 0; k < count; k++) {
      names[k] = "class " + k;
    }
    return new Target.Classification(
        Target.schema("outcome", TargetType.CLASSIFICATION, names), labels);
  }

  private static Prediction.Classes positive(double... probabilities) {
    double[][] rows = new double[probabilities.length][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = new double[] {1 - probabilities[i], probabilities[i]};
    }
    return new Prediction.Classes(rows);
  }

  private static double compute(Metric metric, Target truth, Prediction prediction) {
    return metric.compute(truth, prediction, truth);
  }

  @Test
  void oneClassHasNoRankingAndNoBalance() {
    Target truth = classes(2, 1, 1, 1);
    Prediction prediction = positive(0.2, 0.6, 0.9);
    assertThat(compute(new AreaUnderRoc(), truth, prediction)).isNaN();
    assertThat(compute(new AveragePrecision(), truth, prediction)).isNaN();
    assertThat(compute(new SensitivityAtSpecificity(), truth, prediction)).isNaN();
    assertThat(compute(new BalancedAccuracy(), truth, prediction)).isNaN();
    assertThat(compute(new Accuracy(), truth, prediction)).isEqualTo(2 / 3.0);
  }

  @Test
  void aClassThatNobodyHasIsLeftOutOfTheMean() {
    Target truth = classes(3, 0, 1, 1);
    Prediction prediction =
        new Prediction.Classes(new double[][] {{0.5, 0.3, 0.2}, {0.4, 0.2, 0.4}, {0.1, 0.5, 0.4}});
    // class 0: 1; class 1: 0.3 against 0.2 and 0.5, one half; class 2: nobody
    assertThat(compute(new AreaUnderRoc(), truth, prediction)).isEqualTo(0.75);
    assertThat(compute(new BalancedAccuracy(), truth, prediction)).isEqualTo(0.75);
  }

  @Test
  void equalScoresAreWorthOneHalf() {
    Target truth = classes(2, 0, 1, 0, 1, 1);
    assertThat(compute(new AreaUnderRoc(), truth, positive(0.4, 0.4, 0.4, 0.4, 0.4)))
        .isEqualTo(0.5);
    assertThat(compute(new AveragePrecision(), truth, positive(0.4, 0.4, 0.4, 0.4, 0.4)))
        .isEqualTo(0.6);
  }

  @Test
  void oneHalfIsNotPositive() {
    Target truth = classes(2, 0, 1);
    assertThat(compute(new Accuracy(), truth, positive(0.5, 0.5000001))).isEqualTo(1);
  }

  @Test
  void aCertainMistakeCostsThirtySixNats() {
    double cost = compute(new LogLoss(), classes(2, 0), positive(1));
    assertThat(cost).isCloseTo(52 * Math.log(2), within(1e-12));
  }

  @Test
  void calibrationBinsHoldTheirUpperEdge() {
    // confidences 0.6 (right) and 0.7 (wrong): with edges at tenths in two bins, one otherwise
    Target truth = classes(2, 1, 0);
    Prediction prediction = positive(0.6, 0.7);
    assertThat(compute(new ExpectedCalibrationError(10), truth, prediction))
        .isCloseTo((0.4 + 0.7) / 2, within(1e-12));
    assertThat(compute(new ExpectedCalibrationError(1), truth, prediction))
        .isCloseTo(Math.abs(1 - 1.3) / 2, within(1e-12));
  }

  @Test
  void sensitivityTakesTheLowestThresholdThatIsSpecificEnough() {
    Target truth = classes(2, 0, 0, 0, 0, 1, 1, 1, 1);
    Prediction prediction = positive(0.1, 0.2, 0.5, 0.7, 0.6, 0.5, 0.8, 0.15);
    assertThat(compute(new SensitivityAtSpecificity(1), truth, prediction)).isEqualTo(0.25);
    assertThat(compute(new SensitivityAtSpecificity(0.75), truth, prediction)).isEqualTo(0.5);
    assertThat(compute(new SensitivityAtSpecificity(0.5), truth, prediction)).isEqualTo(0.75);
    assertThat(compute(new SensitivityAtSpecificity(0), truth, prediction)).isEqualTo(1);
    assertThat(compute(new SensitivityAtSpecificity(1), truth, positive(1, 1, 1, 1, 1, 1, 1, 1)))
        .isZero();
  }

  /** Scores of few values, some of them no number; seed 5. */
  @Test
  void areasOfSamplesAreThoseOfTheirRows() {
    SplittableRandom random = new Seed(5).random();
    int[] labels = random.ints(200, -1, 4).toArray();
    Target truth =
        new Target.Classification(
            Target.schema("kind", TargetType.CLASSIFICATION, "a", "b", "c", "d"), labels);
    double[][] probabilities = new double[200][4];
    for (double[] row : probabilities) {
      Arrays.setAll(row, k -> random.nextInt(6) / 5.0);
    }
    probabilities[17][2] = Double.NaN;
    Prediction prediction = new Prediction.Classes(probabilities);
    ToDoubleFunction<int[]> judge = new AreaUnderRoc().onSamples(truth, prediction, truth);
    for (int size : new int[] {0, 1, 3, 5, 40, 40, 40, 200, 200}) {
      int[] subjects = random.ints(size, 0, 200).toArray();
      assertThat(judge.applyAsDouble(subjects))
          .as("%d drawn", size)
          .isEqualTo(
              Double.valueOf(
                  compute(
                      new AreaUnderRoc(), truth.select(subjects), prediction.select(subjects))));
    }
  }

  @Test
  void labelsWithoutBothAnswersAreLeftOut() {
    Target truth =
        new Target.Multilabel(
            Target.schema("findings", TargetType.MULTILABEL, "x", "y"),
            new byte[][] {{1, 1}, {0, 1}, {-1, -1}, {1, -1}});
    Prediction prediction =
        new Prediction.Labels(new double[][] {{0.9, 0.1}, {0.2, 0.3}, {0.5, 0.5}, {0.4, 0.5}});
    assertThat(compute(new AreaUnderRoc(), truth, prediction)).isEqualTo(1);
    assertThat(compute(new F1Macro(), truth, prediction)).isCloseTo(2 / 3.0, within(1e-15));
    assertThat(compute(new BrierScore(), truth, prediction))
        .isCloseTo((0.01 + 0.04 + 0.36) / 3, within(1e-15));
  }

  @Test
  void theConfusionMatrixCounts() {
    ConfusionMatrix confusion =
        ConfusionMatrix.of(classes(2, 0, 1, 1, -1), positive(0.6, 0.7, 0.2, 0.9));
    assertThat(confusion.counts()).isDeepEqualTo(new int[][] {{0, 1}, {1, 1}});
    assertThat(confusion.recall(1)).isEqualTo(0.5);
    assertThat(confusion.f1(1)).isEqualTo(0.5);
    assertThat(confusion.predicted(1)).isEqualTo(2);
  }

  @Test
  void eachClassAndLabelNeedsItsColumn() {
    assertThatThrownBy(() -> compute(new Accuracy(), classes(3, 0, 1), positive(0.1, 0.9)))
        .hasMessage("a prediction of 'outcome' must have 3 columns; found 2");
    Target labels =
        new Target.Multilabel(
            Target.schema("findings", TargetType.MULTILABEL, "x"), new byte[][] {{1}});
    Prediction wide = new Prediction.Labels(new double[][] {{0.1, 0.2}});
    assertThatThrownBy(() -> compute(new AreaUnderRoc(), labels, wide))
        .hasMessage("a prediction of 'findings' must have 1 columns; found 2");
  }

  @Test
  void optionsAreChecked() {
    assertThatThrownBy(() -> new ExpectedCalibrationError(0))
        .hasMessage("bins must be at least 1; found 0");
    assertThatThrownBy(() -> new SensitivityAtSpecificity(90))
        .hasMessage("specificity must be between 0 and 1; found 90.0");
    assertThatThrownBy(() -> new UnoConcordance(Double.NaN))
        .hasMessage("tau must be above 0; found NaN");
  }

  @Test
  void aLabelAtOneHalfIsNotPredicted() {
    Target truth =
        new Target.Multilabel(
            Target.schema("findings", TargetType.MULTILABEL, "x"), new byte[][] {{1}, {0}, {1}});
    Prediction prediction = new Prediction.Labels(new double[][] {{0.9}, {0.5}, {0.5}});
    // one found, one missed, no alarm: 2 / (2 + 1)
    assertThat(compute(new F1Macro(), truth, prediction)).isCloseTo(2 / 3.0, within(1e-15));
  }

  @Test
  void labelsWeighByTheirPositives() {
    Target truth =
        new Target.Multilabel(
            Target.schema("findings", TargetType.MULTILABEL, "x", "y"),
            new byte[][] {{1, 1}, {1, 0}, {1, 0}, {0, 0}});
    Prediction prediction =
        new Prediction.Labels(new double[][] {{0.9, 0.1}, {0.9, 0.1}, {0.9, 0.1}, {0.1, 0.1}});
    // x is found (F1 = 1, three positives), y is not (F1 = 0, one)
    assertThat(compute(new F1Weighted(), truth, prediction)).isEqualTo(0.75);
    assertThat(compute(new F1Macro(), truth, prediction)).isEqualTo(0.5);
  }

  @Test
  void theEndsOfTheOptionsAreAllowed() {
    assertThat(new ExpectedCalibrationError(1).bins()).isEqualTo(1);
    assertThat(new ExpectedCalibrationError().bins()).isEqualTo(10);
    assertThat(new SensitivityAtSpecificity().specificity()).isEqualTo(0.9);
    assertThatThrownBy(() -> new SensitivityAtSpecificity(-0.1))
        .hasMessage("specificity must be between 0 and 1; found -0.1");
    assertThatThrownBy(() -> new UnoConcordance(0)).hasMessage("tau must be above 0; found 0.0");
  }

  @Test
  void aClassNeitherTrueNorPredictedHasNoF1() {
    Target truth = classes(3, 0, 1, 1, 1);
    Prediction prediction =
        new Prediction.Classes(
            new double[][] {{0.8, 0.1, 0.1}, {0.1, 0.8, 0.1}, {0.1, 0.8, 0.1}, {0.6, 0.3, 0.1}});
    // class 0: 2 / (1 + 2); class 1: 4 / (3 + 2)
    assertThat(compute(new F1Macro(), truth, prediction))
        .isCloseTo((2 / 3.0 + 4 / 5.0) / 2, within(1e-15));
    assertThat(compute(new F1Weighted(), truth, prediction))
        .isCloseTo((2 / 3.0 + 3 * 4 / 5.0) / 4, within(1e-15));
  }

  @Test
  void withoutSpecificityEveryPositiveIsFound() {
    assertThat(
            compute(new SensitivityAtSpecificity(0), classes(2, 1, 0, 1), positive(0.1, 0.9, 0.5)))
        .isEqualTo(1);
  }

  @Test
  void aQuestionIsCountedByTruthAndAnswer() {
    Question question =
        new Question(new boolean[] {true, true, false, false, false}, new double[] {1, 0, 1, 1, 0});
    assertThat(ConfusionMatrix.of(question).counts()).isDeepEqualTo(new int[][] {{1, 2}, {1, 1}});
  }
}
