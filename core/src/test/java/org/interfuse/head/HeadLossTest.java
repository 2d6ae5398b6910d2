package org.interfuse.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.interfuse.target.Prediction;
import org.interfuse.target.Target;
import org.interfuse.target.TargetType;
import org.interfuse.tensor.Parameters;
import org.interfuse.tensor.Seed;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Loss and gradient of each head against the sums of its definition, subject by subject. */
class HeadLossTest {
  private final Parameters parameters = new Parameters(new Seed(1));

  @AfterEach
  void close() {
    parameters.close();
  }

  private Head build(HeadSpec spec, TargetType type) {
    return spec.build(Samples.schema(type), 4, parameters);
  }

  private static void assertEqual(
      LossProbe found, ToDoubleFunction<double[][]> expected, double[][] outputs) {
    assertThat(found.loss()).isCloseTo(expected.applyAsDouble(outputs), within(1e-12));
    double[][] gradient = LossProbe.differences(expected, outputs);
    for (int i = 0; i < outputs.length; i++) {
      assertThat(found.gradient()[i]).containsExactly(gradient[i], within(1e-9));
    }
  }

  @ParameterizedTest(name = "smoothing {0}, {1}")
  @CsvSource({"0, NONE", "0.1, NONE", "0, BALANCED", "0.3, BALANCED"})
  void classification(double smoothing, ClassificationHead.ClassWeights weighing) {
    Head head =
        build(
            new ClassificationHead.Spec(List.of(), 0, smoothing, weighing),
            TargetType.CLASSIFICATION);
    int[] training = {0, 0, 0, 0, 1, 1, 2, -1};
    head.prepare(new Target.Classification(Samples.schema(TargetType.CLASSIFICATION), training));
    double[] weights =
        weighing == ClassificationHead.ClassWeights.BALANCED
            ? new double[] {7 / 12.0, 7 / 6.0, 7 / 3.0}
            : new double[] {1, 1, 1};
    Target.Classification target =
        (Target.Classification) Samples.target(TargetType.CLASSIFICATION, 9, 0.3, 11);
    double[][] outputs = Samples.outputs(9, 3, 4, 12);
    assertEqual(
        LossProbe.of(head, outputs, target),
        point -> crossEntropy(point, target.labels(), weights, smoothing),
        outputs);
  }

  private static double crossEntropy(
      double[][] logits, int[] labels, double[] weights, double smoothing) {
    double sum = 0;
    int count = 0;
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] < 0) {
        continue;
      }
      double normaliser = Arrays.stream(logits[i]).map(Math::exp).sum();
      for (int k = 0; k < weights.length; k++) {
        double wanted = (k == labels[i] ? 1 - smoothing : 0) + smoothing / weights.length;
        sum -= wanted * weights[k] * Math.log(Math.exp(logits[i][k]) / normaliser);
      }
      count++;
    }
    return sum / count;
  }

  @Test
  void aClassThatTrainingLacksWeighsNothing() {
    Head head =
        build(
            new ClassificationHead.Spec(List.of(), 0, 0, ClassificationHead.ClassWeights.BALANCED),
            TargetType.CLASSIFICATION);
    head.prepare(
        new Target.Classification(
            Samples.schema(TargetType.CLASSIFICATION), new int[] {0, 2, 2, 2, -1}));
    assertThat(head.state().get("class_weights")).containsExactly(2, 0, 2 / 3.0);
  }

  @ParameterizedTest(name = "missing rate {0}")
  @ValueSource(doubles = {0, 0.4})
  void multilabel(double missing) {
    Head head = build(new MultilabelHead.Spec(List.of(), 0), TargetType.MULTILABEL);
    Target.Multilabel target =
        (Target.Multilabel) Samples.target(TargetType.MULTILABEL, 10, missing, 21);
    double[][] outputs = Samples.outputs(10, 3, 4, 22);
    assertEqual(
        LossProbe.of(head, outputs, target),
        point -> binaryCrossEntropy(point, target.values()),
        outputs);
  }

  private static double binaryCrossEntropy(double[][] logits, byte[][] labels) {
    double sum = 0;
    int count = 0;
    for (int i = 0; i < labels.length; i++) {
      for (int j = 0; j < labels[i].length; j++) {
        if (labels[i][j] >= 0) {
          double probability = 1 / (1 + Math.exp(-logits[i][j]));
          sum -= Math.log(labels[i][j] == 1 ? probability : 1 - probability);
          count++;
        }
      }
    }
    return sum / count;
  }

  @ParameterizedTest
  @ValueSource(strings = {"SQUARED", "HUBER"})
  void regression(String loss) {
    Head head =
        build(
            new RegressionHead.Spec(List.of(), 0, RegressionHead.Loss.valueOf(loss)),
            TargetType.REGRESSION);
    // mean 5, standard deviation 3
    head.prepare(
        new Target.Regression(
            Samples.schema(TargetType.REGRESSION), new double[] {2, 8, Double.NaN, 2, 8}));
    double[] values = {5, Double.NaN, 14, -1.5, 6.5};
    double[][] outputs = {{0.4}, {7}, {-0.2}, {1}, {0.1}};
    Target target = new Target.Regression(Samples.schema(TargetType.REGRESSION), values);
    boolean huber = loss.equals("HUBER");
    assertEqual(
        LossProbe.of(head, outputs, target), point -> punished(point, values, huber), outputs);
    assertThat(((Prediction.Values) head.predict(outputs)).values())
        .containsExactly(new double[] {6.2, 26, 4.4, 8, 5.3}, within(1e-14));
  }

  private static double punished(double[][] outputs, double[] values, boolean huber) {
    double sum = 0;
    int count = 0;
    for (int i = 0; i < values.length; i++) {
      if (!Double.isNaN(values[i])) {
        double error = Math.abs(outputs[i][0] - (values[i] - 5) / 3);
        double quadratic = huber ? error * error / 2 : error * error;
        sum += huber && error > 1 ? error - 0.5 : quadratic;
        count++;
      }
    }
    return sum / count;
  }

  @Test
  void aConstantTargetIsPredictedInItsUnit() {
    Head head =
        build(
            new RegressionHead.Spec(List.of(), 0, RegressionHead.Loss.SQUARED),
            TargetType.REGRESSION);
    head.prepare(
        new Target.Regression(Samples.schema(TargetType.REGRESSION), new double[] {0.1, 0.1, 0.1}));
    assertThat(head.state().get("scale")).containsExactly(1);
    assertThat(((Prediction.Values) head.predict(new double[][] {{0}})).values())
        .containsExactly(0.1);
  }

  @ParameterizedTest(name = "missing rate {0}")
  @ValueSource(doubles = {0, 0.3})
  void hazards(double missing) {
    Head head = build(new HazardsHead.Spec(List.of(), 0, 4), TargetType.SURVIVAL);
    // events at 2, 4, 6, 8, each quarter one: cut points 2, 4, 6, 8
    double[] training = {2, 4, 6, 8, 1, 9};
    boolean[] seen = {true, true, true, true, false, false};
    head.prepare(new Target.Survival(Samples.schema(TargetType.SURVIVAL), training, seen));
    double[] ends = {2, 4, 6, 8};
    assertThat(head.state().get("cut_points")).containsExactly(ends);
    double[] times = {0, 0.9, 1, 2, 2.5, 3, 4, 4.99, 5, 8, 8.5, 9, 0, 7};
    boolean[] events = {
      true, false, false, true, true, false, false, false, false, true, true, false, false, true
    };
    if (missing > 0) {
      times[1] = times[5] = times[9] = Double.NaN;
    }
    Target target = new Target.Survival(Samples.schema(TargetType.SURVIVAL), times, events);
    double[][] outputs = Samples.outputs(times.length, 4, 3, 32);
    assertEqual(
        LossProbe.of(head, outputs, target),
        point -> hazardLikelihood(point, times, events, ends),
        outputs);
  }

  /** The paper's likelihood with right-closed intervals, each probability written out. */
  private static double hazardLikelihood(
      double[][] logits, double[] times, boolean[] events, double[] ends) {
    double sum = 0;
    int count = 0;
    for (int i = 0; i < times.length; i++) {
      if (Double.isNaN(times[i])) {
        continue;
      }
      double likelihood = 1;
      for (int j = 0; j < ends.length; j++) {
        double start = j == 0 ? 0 : ends[j - 1];
        double hazard = 1 / (1 + Math.exp(-logits[i][j]));
        boolean diesHere = events[i] && times[i] <= ends[j] && (times[i] > start || j == 0);
        boolean survives = events[i] ? times[i] > ends[j] : times[i] >= (start + ends[j]) / 2;
        likelihood *= diesHere ? hazard : survives ? 1 - hazard : 1;
      }
      sum -= Math.log(likelihood);
      count++;
    }
    return sum / count;
  }

  @Test
  void hazardsPredictCurvesAndTheTimeLived() {
    Head head = build(new HazardsHead.Spec(List.of(), 0, 2), TargetType.SURVIVAL);
    head.restore(Map.of("cut_points", new double[] {1, 3}));
    Prediction.Survival found =
        (Prediction.Survival)
            head.predict(new double[][] {{0, Math.log(3)}, {-1000, -1000}, {1000, 1000}});
    // hazards 1/2 and 3/4
    assertThat(found.survival()[0]).containsExactly(new double[] {0.5, 0.125}, within(1e-15));
    assertThat(found.survival()[1]).containsExactly(1, 1);
    assertThat(found.survival()[2]).containsExactly(0, 0);
    assertThat(found.risk())
        .containsExactly(new double[] {-(0.75 + 0.625), -3, -0.5}, within(1e-15));
  }

  @Test
  void lossesAreFiniteAtExtremeOutputs() {
    Stream.of(
            build(new ClassificationHead.Spec(), TargetType.CLASSIFICATION),
            new MultilabelHead.Spec()
                .build(Samples.schema(TargetType.MULTILABEL), 4, parameters.scope("labels")))
        .forEach(
            head -> {
              TargetType type =
                  head instanceof ClassificationHead
                      ? TargetType.CLASSIFICATION
                      : TargetType.MULTILABEL;
              LossProbe found =
                  LossProbe.of(
                      head, Samples.outputs(20, 3, 1000, 41), Samples.target(type, 20, 0, 42));
              assertThat(found.loss()).isFinite().isGreaterThan(1);
            });
  }
}
