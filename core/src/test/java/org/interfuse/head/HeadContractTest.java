package org.interfuse.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.interfuse.target.Prediction;
import org.interfuse.target.Target;
import org.interfuse.target.TargetType;
import org.interfuse.tensor.Parameter;
import org.interfuse.tensor.Parameters;
import org.interfuse.tensor.Pass;
import org.interfuse.tensor.Seed;
import org.interfuse.tensor.Tensors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every head must do: run over each that registers itself, for each target it predicts. */
class HeadContractTest {
  private static final int WIDTH = 5;
  private static final double GRADIENT_FLOOR = 1e-7;

  record Case(HeadSpec spec, TargetType type) {
    Head build(Parameters parameters) {
      return spec.build(Samples.schema(type), WIDTH, parameters);
    }

    @Override
    public String toString() {
      return spec.type() + " of " + type.text();
    }
  }

  static Stream<Case> heads() {
    return ServiceLoader.load(HeadSpec.class).stream()
        .map(ServiceLoader.Provider::get)
        .flatMap(
            spec ->
                Arrays.stream(TargetType.values())
                    .filter(spec::predicts)
                    .map(type -> new Case(spec, type)));
  }

  static Stream<Case> survivalHeads() {
    return heads().filter(tested -> tested.type() == TargetType.SURVIVAL);
  }

  private static Head ready(Case tested, Parameters parameters, ScalarType type) {
    Head head = tested.build(parameters);
    Target training = Samples.target(tested.type(), 50, 0.2, 71);
    head.prepare(training);
    head.calibrate(outputs(head, features(50, 72), type), training);
    return head;
  }

  private static double[][] features(int rows, long seed) {
    return Samples.outputs(rows, WIDTH, 2, seed);
  }

  private static double[][] outputs(Head head, double[][] features, ScalarType type) {
    try (PointerScope scope = new PointerScope()) {
      Tensor fused = Tensors.ofRows(features).to(type);
      return Tensors.toRows(head.forward(fused, Pass.inference()));
    }
  }

  @Test
  void eachTypeOfTargetHasOneDefaultHead() {
    List<HeadSpec> all =
        ServiceLoader.load(HeadSpec.class).stream().map(ServiceLoader.Provider::get).toList();
    assertThat(all.stream().map(HeadSpec::type)).doesNotHaveDuplicates();
    assertThat(
            Arrays.stream(TargetType.values())
                .map(
                    type -> {
                      List<HeadSpec> defaults =
                          all.stream().filter(spec -> spec.isDefaultFor(type)).toList();
                      assertThat(defaults).as(type.text()).hasSize(1);
                      assertThat(defaults.get(0).predicts(type)).isTrue();
                      return defaults.get(0).type();
                    }))
        .containsExactly("classification", "multilabel", "regression", "cox");
  }

  @ParameterizedTest
  @MethodSource("heads")
  void refusesTargetsItDoesNotPredict(Case tested) {
    try (Parameters parameters = new Parameters(new Seed(1))) {
      for (TargetType type : TargetType.values()) {
        if (!tested.spec().predicts(type)) {
          assertThatThrownBy(() -> tested.spec().build(Samples.schema(type), WIDTH, parameters))
              .hasMessage(
                  "head '%s' does not predict %s targets such as 'outcome'"
                      .formatted(tested.spec().type(), type.text()));
        }
      }
      assertThat(parameters.all()).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("heads")
  void predictsProbabilitiesForEachSubject(Case tested) {
    try (Parameters parameters = new Parameters(new Seed(2))) {
      Head head = ready(tested, parameters, ScalarType.Float);
      for (double spread : new double[] {0, 2, 80, 1000}) {
        int columns = outputs(head, features(1, 3), ScalarType.Float)[0].length;
        double[][] raw = Samples.outputs(17, columns, spread + 1e-9, 73);
        Prediction prediction = head.predict(raw);
        assertThat(prediction.size()).isEqualTo(17);
        assertProbabilities(prediction);
      }
      assertThat(head.predict(new double[0][]).size()).isZero();
    }
  }

  private static void assertProbabilities(Prediction prediction) {
    if (prediction instanceof Prediction.Classes classes) {
      for (double[] row : classes.probabilities()) {
        assertThat(row).hasSize(3);
        assertThat(Arrays.stream(row)).allMatch(p -> p >= 0 && p <= 1);
        assertThat(Arrays.stream(row).sum()).isCloseTo(1, within(1e-15));
      }
    } else if (prediction instanceof Prediction.Labels labels) {
      for (double[] row : labels.probabilities()) {
        assertThat(row).hasSize(3);
        assertThat(Arrays.stream(row)).allMatch(p -> p >= 0 && p <= 1);
      }
    } else if (prediction instanceof Prediction.Values values) {
      assertThat(Arrays.stream(values.values())).allMatch(Double::isFinite);
    } else if (prediction instanceof Prediction.Survival survival) {
      assertCurves(survival);
    }
  }

  private static void assertCurves(Prediction.Survival survival) {
    double[] times = survival.times();
    assertThat(times).isNotEmpty().isSorted().doesNotHaveDuplicates();
    for (int i = 0; i < survival.size(); i++) {
      double[] curve = survival.survival()[i];
      assertThat(survival.risk()[i]).isFinite();
      assertThat(curve).hasSize(times.length);
      double before = 1;
      for (double alive : curve) {
        assertThat(alive).isBetween(0.0, before);
        before = alive;
      }
    }
  }

  @ParameterizedTest
  @MethodSource("survivalHeads")
  void higherRiskMeansALowerCurve(Case tested) {
    try (Parameters parameters = new Parameters(new Seed(2))) {
      Head head = ready(tested, parameters, ScalarType.Float);
      double[][] low = outputs(head, new double[1][WIDTH], ScalarType.Float);
      double[][] pair = {low[0], Arrays.stream(low[0]).map(value -> value + 1).toArray()};
      Prediction.Survival survival = (Prediction.Survival) head.predict(pair);
      assertThat(survival.risk()[1]).isGreaterThan(survival.risk()[0]);
      for (int at = 0; at < survival.times().length; at++) {
        assertThat(survival.survival()[1][at]).isLessThan(survival.survival()[0][at]);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("heads")
  void stateGoesThereAndBackToTheBit(Case tested) {
    try (Parameters parameters = new Parameters(new Seed(4));
        Parameters others = new Parameters(new Seed(5))) {
      Head head = ready(tested, parameters, ScalarType.Float);
      Head restored = tested.build(others);
      restored.restore(head.state());
      double[][] raw = outputs(head, features(9, 74), ScalarType.Float);
      assertThat(text(restored.predict(raw))).isEqualTo(text(head.predict(raw)));
      Target target = Samples.target(tested.type(), 9, 0.1, 75);
      assertThat(LossProbe.of(restored, raw, target).loss())
          .isEqualTo(LossProbe.of(head, raw, target).loss());
      assertThat(restored.state()).containsOnlyKeys(head.state().keySet());
    }
  }

  private static String text(Prediction prediction) {
    if (prediction instanceof Prediction.Classes classes) {
      return Arrays.deepToString(classes.probabilities());
    } else if (prediction instanceof Prediction.Labels labels) {
      return Arrays.deepToString(labels.probabilities());
    } else if (prediction instanceof Prediction.Values values) {
      return Arrays.toString(values.values());
    }
    Prediction.Survival survival = (Prediction.Survival) prediction;
    return Arrays.toString(survival.risk())
        + Arrays.toString(survival.times())
        + Arrays.deepToString(survival.survival());
  }

  @ParameterizedTest
  @MethodSource("heads")
  void subjectsWithoutTheTargetAreInertWhateverTheirOutputs(Case tested) {
    try (Parameters parameters = new Parameters(new Seed(6))) {
      Head head = ready(tested, parameters, ScalarType.Float);
      Target target = Samples.target(tested.type(), 30, 0.4, 76);
      double[][] raw = outputs(head, features(30, 77), ScalarType.Float);
      int[] present = ObservedOutputs.rows(target);
      assertThat(present.length).isBetween(5, 25);
      LossProbe alone =
          LossProbe.of(
              head,
              Arrays.stream(present).mapToObj(row -> raw[row]).toArray(double[][]::new),
              target.select(present));
      for (double filling : new double[] {Double.NaN, Double.NEGATIVE_INFINITY, 1e300, 0}) {
        double[][] filled = raw.clone();
        IntStream.range(0, 30)
            .filter(target::missing)
            .forEach(
                row -> {
                  filled[row] = new double[raw[row].length];
                  Arrays.fill(filled[row], filling);
                });
        LossProbe found = LossProbe.of(head, filled, target);
        assertThat(found.loss()).isEqualTo(alone.loss());
        for (int i = 0; i < present.length; i++) {
          assertThat(found.gradient()[present[i]]).containsExactly(alone.gradient()[i]);
        }
        for (int row = 0; row < 30; row++) {
          if (target.missing(row)) {
            assertThat(found.gradient()[row]).containsOnly(0);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("heads")
  void aBatchWithoutTheTargetIsExactlyZero(Case tested) {
    try (Parameters parameters = new Parameters(new Seed(7))) {
      Head head = ready(tested, parameters, ScalarType.Float);
      int columns = outputs(head, features(1, 3), ScalarType.Float)[0].length;
      double[][] raw = new double[4][columns];
      Arrays.stream(raw).forEach(row -> Arrays.fill(row, Double.NaN));
      LossProbe found = LossProbe.of(head, raw, Samples.target(tested.type(), 4, 1, 78));
      assertThat(found.loss()).isEqualTo(0);
      assertThat(found.gradient()).isDeepEqualTo(new double[4][columns]);
    }
  }

  @ParameterizedTest
  @MethodSource("heads")
  void aBatchOfOneHasAFiniteLoss(Case tested) {
    try (Parameters parameters = new Parameters(new Seed(8))) {
      Head head = ready(tested, parameters, ScalarType.Float);
      double[][] raw = outputs(head, features(1, 79), ScalarType.Float);
      LossProbe found = LossProbe.of(head, raw, Samples.target(tested.type(), 1, 0, 80));
      assertThat(found.loss()).isFinite().isNotNegative();
    }
  }

  @ParameterizedTest
  @MethodSource("heads")
  void everyParameterTrains(Case tested) {
    for (ScalarType type : new ScalarType[] {ScalarType.Float, ScalarType.Double}) {
      try (PointerScope scope = new PointerScope();
          Parameters parameters = new Parameters(new Seed(9), type)) {
        Head head = ready(tested, parameters.scope("head.outcome"), type);
        Tensor fused = Tensors.ofRows(features(64, 81)).to(type);
        Pass pass = Pass.training(new Seed(10));
        head.loss(head.forward(fused, pass), Samples.target(tested.type(), 64, 0.1, 82)).backward();
        for (Parameter parameter : parameters.all()) {
          assertThat(parameter.name()).startsWith("head.outcome.");
          assertThat(parameter.role().decays()).isEqualTo(parameter.name().endsWith("weight"));
          double[] gradient = Tensors.toDoubles(parameter.value().grad());
          if (!parameter.name().endsWith("layers.0.weight")
              && !parameter.name().endsWith("layers.0.bias")) {
            // each element of the output layer, not only the tensor as a whole
            assertThat(Arrays.stream(gradient))
                .as(parameter.name())
                .allMatch(slope -> Math.abs(slope) > GRADIENT_FLOOR);
          }
          double norm = Math.sqrt(Arrays.stream(gradient).map(slope -> slope * slope).sum());
          assertThat(norm).as(parameter.name()).isGreaterThan(1e-4);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("heads")
  void bfloat16ParametersGiveAFiniteLoss(Case tested) {
    try (PointerScope scope = new PointerScope();
        Parameters parameters = new Parameters(new Seed(11), ScalarType.BFloat16)) {
      Head head = ready(tested, parameters, ScalarType.BFloat16);
      Tensor fused = Tensors.ofRows(features(16, 83)).to(ScalarType.BFloat16);
      Tensor loss =
          head.loss(
              head.forward(fused, Pass.inference()), Samples.target(tested.type(), 16, 0, 84));
      loss.backward();
      assertThat(Tensors.toDoubles(loss)[0]).isFinite().isPositive();
    }
  }

  @ParameterizedTest
  @MethodSource("heads")
  void aSubjectsOutputDependsOnThatSubjectAlone(Case tested) {
    try (Parameters parameters = new Parameters(new Seed(12), ScalarType.Double)) {
      Head head = ready(tested, parameters, ScalarType.Double);
      double[][] features = features(6, 85);
      double[][] together = outputs(head, features, ScalarType.Double);
      for (int i = 0; i < features.length; i++) {
        double[][] alone = outputs(head, new double[][] {features[i]}, ScalarType.Double);
        assertThat(alone[0]).containsExactly(together[i], within(1e-12));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("heads")
  void outputsAndTargetMustBeOfTheSameSubjects(Case tested) {
    try (Parameters parameters = new Parameters(new Seed(13))) {
      Head head = ready(tested, parameters, ScalarType.Float);
      double[][] raw = outputs(head, features(3, 86), ScalarType.Float);
      assertThatThrownBy(() -> LossProbe.of(head, raw, Samples.target(tested.type(), 4, 0, 87)))
          .hasMessage("target 'outcome': 4 subjects, but outputs of 3");
    }
  }

  @Test
  void optionsAreChecked() {
    assertThatThrownBy(() -> new CoxHead.Spec(List.of(8, 0), 0, CoxHead.Ties.EFRON))
        .hasMessage("widths: expected 1 or more, but one is 0");
    assertThatThrownBy(() -> new MultilabelHead.Spec(List.of(), 1))
        .hasMessage("dropout: expected in [0, 1), but it is 1.0");
    assertThatThrownBy(() -> new HazardsHead.Spec(List.of(), 0, 0))
        .hasMessage("intervals: expected 1 or more, but it is 0");
    assertThatThrownBy(
            () ->
                new ClassificationHead.Spec(List.of(), 0, 1, ClassificationHead.ClassWeights.NONE))
        .hasMessage("label_smoothing: expected in [0, 1), but it is 1.0");
    try (Parameters parameters = new Parameters(new Seed(14))) {
      assertThatThrownBy(
              () ->
                  new ClassificationHead.Spec()
                      .build(
                          Target.schema("dead", TargetType.CLASSIFICATION, "yes"),
                          WIDTH,
                          parameters))
          .hasMessage("target 'dead': expected 2 classes or more, but it has 1");
    }
  }
}
