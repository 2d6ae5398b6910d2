package org.interfuse.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.ServiceLoader;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.interfuse.target.Prediction;
import org.interfuse.tensor.Seed;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every metric that is registered, on every kind of input it judges. */
class MetricContractTest {
  private static final List<String> DATASETS =
      List.of(
          "binary",
          "multiclass",
          "multilabel",
          "regression",
          "survival_ties",
          "survival_continuous");

  static Stream<Metric> metrics() {
    return ServiceLoader.load(Metric.class).stream().map(ServiceLoader.Provider::get);
  }

  static Stream<Arguments> metricsAndInputs() {
    return metrics()
        .flatMap(
            metric ->
                DATASETS.stream()
                    .filter(name -> metric.applies(PeerData.named(name).truth().schema()))
                    .map(name -> Arguments.of(metric, name)));
  }

  private static double compute(Metric metric, PeerData.Case data) {
    return metric.compute(data.truth(), data.prediction(), data.training());
  }

  private static PeerData.Case select(PeerData.Case data, int[] subjects) {
    return new PeerData.Case(
        data.truth().select(subjects), data.prediction().select(subjects), data.training());
  }

  private static int[] presentSubjects(PeerData.Case data) {
    return IntStream.range(0, data.truth().size()).filter(i -> !data.truth().missing(i)).toArray();
  }

  /** Draws with repetition, of all subjects and of a few; seed 23. */
  @ParameterizedTest(name = "{0} on {1}")
  @MethodSource("metricsAndInputs")
  void samplesAreJudgedAsTheirRowsAre(Metric metric, String name) {
    PeerData.Case data = PeerData.named(name);
    ToDoubleFunction<int[]> judge =
        metric.onSamples(data.truth(), data.prediction(), data.training());
    SplittableRandom random = new Seed(23).random();
    for (int sample = 0; sample < 20; sample++) {
      int[] subjects = new int[sample < 10 ? data.truth().size() : sample - 10];
      Arrays.setAll(subjects, i -> random.nextInt(data.truth().size()));
      assertThat(judge.applyAsDouble(subjects))
          .isEqualTo(Double.valueOf(compute(metric, select(data, subjects))));
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("metrics")
  void appliesSomewhereUnderAPlainName(Metric metric) {
    assertThat(DATASETS).anyMatch(name -> metric.applies(PeerData.named(name).truth().schema()));
    assertThat(metric.name()).matches("[a-z0-9]+(-[a-z0-9]+)*");
    assertThat(metric.label()).isNotBlank();
    assertThat(metrics().filter(other -> other.name().equals(metric.name()))).hasSize(1);
    assertThat(metric.getClass().isRecord()).isTrue();
  }

  @ParameterizedTest(name = "{0} on {1}")
  @MethodSource("metricsAndInputs")
  void isDefinedOnGoodInputs(Metric metric, String dataset) {
    assertThat(compute(metric, PeerData.named(dataset))).isFinite();
  }

  @ParameterizedTest(name = "{0} on {1}")
  @MethodSource("metricsAndInputs")
  void isNaNWhereNobodyHasTheTarget(Metric metric, String dataset) {
    PeerData.Case data = PeerData.named(dataset);
    assertThat(compute(metric, select(data, new int[0]))).isNaN();
    int[] missing = IntStream.range(0, data.truth().size()).filter(data.truth()::missing).toArray();
    assertThat(missing).isNotEmpty();
    assertThat(compute(metric, select(data, missing))).isNaN();
  }

  @ParameterizedTest(name = "{0} on {1}, seed 5")
  @MethodSource("metricsAndInputs")
  void doesNotDependOnTheOrderOfSubjects(Metric metric, String dataset) {
    PeerData.Case data = PeerData.named(dataset);
    int[] order = new Seed(5).permutation(data.truth().size());
    assertThat(compute(metric, select(data, order)))
        .isCloseTo(compute(metric, data), within(1e-12));
  }

  @ParameterizedTest(name = "{0} on {1}")
  @MethodSource("metricsAndInputs")
  void skipsWhoLacksTheTarget(Metric metric, String dataset) {
    PeerData.Case data = PeerData.named(dataset);
    PeerData.Case poisoned = new PeerData.Case(data.truth(), poisonMissing(data), data.training());
    assertThat(compute(metric, poisoned))
        .isEqualTo(compute(metric, data))
        .isEqualTo(compute(metric, select(data, presentSubjects(data))));
  }

  @ParameterizedTest(name = "{0} on {1}")
  @MethodSource("metricsAndInputs")
  void isNaNWhereAPredictionIs(Metric metric, String dataset) {
    PeerData.Case data = PeerData.named(dataset);
    int victim = presentSubjects(data)[0];
    int[] all = IntStream.range(0, data.truth().size()).toArray();
    Prediction broken = withNaN(data.prediction().select(all), subject -> subject == victim);
    assertThat(compute(metric, new PeerData.Case(data.truth(), broken, data.training()))).isNaN();
  }

  @ParameterizedTest(name = "{0} on {1}")
  @MethodSource("metricsAndInputs")
  void leavesItsInputsAlone(Metric metric, String dataset) {
    PeerData.Case data = PeerData.named(dataset);
    PeerData.Case untouched = PeerData.named(dataset);
    compute(metric, data);
    assertThat(data)
        .usingRecursiveComparison()
        .withEqualsForType((left, right) -> Double.compare(left, right) == 0, Double.class)
        .isEqualTo(untouched);
  }

  @ParameterizedTest(name = "{0} on {1}")
  @MethodSource("metricsAndInputs")
  void refusesOtherSubjectsAndOtherKinds(Metric metric, String dataset) {
    PeerData.Case data = PeerData.named(dataset);
    Prediction fewer = data.prediction().select(new int[] {0, 1});
    assertThatThrownBy(() -> metric.compute(data.truth(), fewer, data.training()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "truth and prediction must be of the same subjects; found %d and 2",
            data.truth().size());
    Prediction other =
        data.prediction() instanceof Prediction.Values
            ? new Prediction.Classes(new double[data.truth().size()][2])
            : new Prediction.Values(new double[data.truth().size()]);
    assertThatThrownBy(() -> metric.compute(data.truth(), other, data.training()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the metric needs a")
        .hasMessageContaining(data.truth().schema().type().text());
  }

  private static Prediction poisonMissing(PeerData.Case data) {
    int[] all = IntStream.range(0, data.truth().size()).toArray();
    return withNaN(data.prediction().select(all), data.truth()::missing);
  }

  private static Prediction withNaN(
      Prediction prediction, java.util.function.IntPredicate subjects) {
    if (prediction instanceof Prediction.Classes classes) {
      return new Prediction.Classes(poison(classes.probabilities(), subjects));
    }
    if (prediction instanceof Prediction.Labels labels) {
      return new Prediction.Labels(poison(labels.probabilities(), subjects));
    }
    if (prediction instanceof Prediction.Values values) {
      return new Prediction.Values(poison(values.values(), subjects));
    }
    Prediction.Survival survival = (Prediction.Survival) prediction;
    return new Prediction.Survival(
        poison(survival.risk(), subjects), survival.times(), poison(survival.survival(), subjects));
  }

  private static double[] poison(double[] values, java.util.function.IntPredicate subjects) {
    double[] poisoned = values.clone();
    for (int i = 0; i < poisoned.length; i++) {
      poisoned[i] = subjects.test(i) ? Double.NaN : poisoned[i];
    }
    return poisoned;
  }

  private static double[][] poison(double[][] rows, java.util.function.IntPredicate subjects) {
    List<double[]> poisoned = new ArrayList<>();
    for (int i = 0; i < rows.length; i++) {
      double[] row = rows[i].clone();
      if (subjects.test(i)) {
        Arrays.fill(row, Double.NaN);
      }
      poisoned.add(row);
    }
    return poisoned.toArray(double[][]::new);
  }
}
