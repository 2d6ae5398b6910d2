package org.interfuse.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.Pointer;
import org.interfuse.encoder.EncoderSpec;
import org.interfuse.encoder.IdentityEncoder;
import org.interfuse.encoder.MlpEncoder;
import org.interfuse.head.HeadSpec;
import org.interfuse.head.RegressionHead;
import org.interfuse.model.Combiner;
import org.interfuse.model.ModalityEncoder;
import org.interfuse.model.ModelSpec;
import org.interfuse.model.SmallCohort;
import org.interfuse.model.SmallCohort.Kind;
import org.interfuse.model.Strategy;
import org.interfuse.preprocessing.Features;
import org.interfuse.preprocessing.Prepared;
import org.interfuse.preprocessing.PreparedCohort;
import org.interfuse.progress.Progress;
import org.interfuse.tensor.Parameter;
import org.interfuse.tensor.Tensors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Attributions against differences of predictions along the path, and where they are known. */
final class IntegratedGradientsTest {
  private static final int PLACES = 40;
  private static final float STEP = 0.02f;

  private static Attributions explain(Networks networks, PreparedCohort data, int[] subjects) {
    return IntegratedGradients.of(
        networks.fit().network(),
        networks.target(),
        0,
        networks.fitted(),
        data,
        subjects,
        networks.predict(data),
        Networks.SILENT);
  }

  /** All features move by differences of the predictor itself; no gradient of ours is used. */
  @ParameterizedTest(name = "{0}, {1}, {2}")
  @MethodSource("org.interfuse.explain.Networks#all")
  void equalDifferencesAlongThePath(Strategy strategy, Combiner combiner, Kind kind) {
    try (Networks networks = Networks.of(strategy, combiner, kind)) {
      requireDifferencesAlongThePath(networks);
    }
  }

  /** f is what the members predict together; a column is a feature once. */
  @ParameterizedTest(name = "{0}, {1}, {2}")
  @MethodSource("org.interfuse.explain.Networks#ensembles")
  void ofAnEnsembleTheyAreOfItsOwnPrediction(Strategy strategy, Combiner combiner, Kind kind) {
    try (Networks networks = Networks.ensemble(strategy, combiner, kind)) {
      assertThat(networks.fit().network().members()).hasSize(3);
      requireDifferencesAlongThePath(networks);
    }
  }

  private static void requireDifferencesAlongThePath(Networks networks) {
    PreparedCohort data = withBucketsOnly(networks.data());
    int[] known = networks.known();
    Attributions found = explain(networks, data, known);
    assertThat(found.incomplete()).as("largest gap %s", found.largestGap()).isZero();
    double[][] at = networks.predict(data);
    for (String name : new String[] {"a.a0", "b.b3"}) {
      int feature = labels(found).indexOf(name);
      if (feature < 0) {
        continue;
      }
      double[][] expected = differences(networks, data, name);
      for (int i = 0; i < known.length; i++) {
        for (int output = 0; output < found.values().length; output++) {
          double size = Math.abs(at[known[i]][output]) + Math.abs(found.baselines()[i][output]);
          assertThat((double) found.values()[output][i][feature])
              .as("%s of subject %d, seed %s", name, known[i], Networks.SEED)
              .isCloseTo(expected[known[i]][output], within(5e-4 * (0.3 + size)));
        }
      }
    }
  }

  private static List<String> labels(Attributions found) {
    return found.features().stream().map(SourceFeature::label).toList();
  }

  /** Σ over the middles of PLACES parts of x_j (f(… + STEP) − f(… − STEP)) / (2 STEP PLACES). */
  private static double[][] differences(Networks networks, PreparedCohort data, String name) {
    int m = name.charAt(0) - 'a';
    int column = data.features().get(m).shape().names().indexOf(name.substring(2));
    double[][] sums = null;
    for (int place = 0; place < PLACES; place++) {
      float a = (place + 0.5f) / PLACES;
      double[][] above = networks.predict(moved(data, a, m, column, STEP));
      double[][] below = networks.predict(moved(data, a, m, column, -STEP));
      sums = sums == null ? new double[above.length][above[0].length] : sums;
      Features features = data.features().get(m).table();
      for (int i = 0; i < above.length; i++) {
        int row = data.cohort().modalities().get(m).rowOf()[i];
        int at = row * features.shape().numericWidth() + column;
        for (int k = 0; row >= 0 && k < above[i].length; k++) {
          double slope = (above[i][k] - below[i][k]) / (2 * STEP);
          sums[i][k] += features.numeric()[at] * slope / PLACES;
        }
      }
    }
    return java.util.Objects.requireNonNull(sums);
  }

  /** Numbers times a; one column moved. Presence stays. */
  private static PreparedCohort moved(PreparedCohort data, float a, int m, int column, float by) {
    List<Features> all = new ArrayList<>();
    for (int k = 0; k < data.features().size(); k++) {
      Features features = data.features().get(k).table();
      float[] numeric = features.numeric().clone();
      int width = features.shape().numericWidth();
      for (int j = 0; j < numeric.length; j++) {
        numeric[j] = numeric[j] * a + (k == m && j % width == column ? by : 0);
      }
      all.add(new Features(features.rows(), features.shape(), numeric, features.categories()));
    }
    return new PreparedCohort(data.cohort(), all);
  }

  private static PreparedCohort withBucketsOnly(PreparedCohort data) {
    List<Features> all = new ArrayList<>();
    for (Features features : data.features().stream().map(Prepared::table).toList()) {
      int[] buckets = new int[features.categories().length];
      all.add(new Features(features.rows(), features.shape(), features.numeric(), buckets));
    }
    return new PreparedCohort(data.cohort(), all);
  }

  /** Of a linear model each attribution is weight times value, of a category its own weight. */
  @Test
  void ofALinearModelTheyAreWeightTimesValue() {
    ModelSpec linear = model(new IdentityEncoder.Spec());
    try (Networks networks = Networks.of(linear, Kind.REGRESSION, 3)) {
      int[] known = networks.known();
      Attributions found = explain(networks, networks.data(), known);
      double[] weights = weights(networks, "head.regression.output.weight");
      double scale = slope(networks);
      Features features = networks.data().features().get(0).table();
      int p = features.shape().numericWidth();
      assertThat(found.mostNodes()).isEqualTo(IntegratedGradients.FEWEST);
      for (int i = 0; i < known.length; i++) {
        int row = networks.data().cohort().modalities().get(0).rowOf()[known[i]];
        for (int j = 0; j < p; j++) {
          assertThat((double) found.values()[0][i][j])
              .isCloseTo(scale * weights[j] * features.numeric()[row * p + j], within(1e-4));
        }
        int code = features.categories()[row];
        assertThat((double) found.values()[0][i][p])
            .isCloseTo(scale * (weights[p + code] - weights[p]), within(1e-4));
        assertThat(code).as("nobody is in the bucket").isPositive();
      }
    }
  }

  /** What one unit of the raw output is worth, from two predictions. */
  private static double slope(Networks networks) {
    var head = networks.fit().network().parts().get(0).model().heads().get(0);
    double[][] values = networks.target().read(head.predict(new double[][] {{0}, {1}}));
    return values[1][0] - values[0][0];
  }

  private static double[] weights(Networks networks, String name) {
    List<Parameter> all = networks.fit().network().parts().get(0).model().parameters().all();
    return Tensors.toDoubles(
        all.stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow().value());
  }

  private static ModelSpec model(EncoderSpec encoder) {
    Map<String, HeadSpec> heads = new LinkedHashMap<>();
    heads.put(
        "regression", new RegressionHead.Spec(List.of(), 0, new RegressionHead.Spec().loss()));
    ModelSpec usual = SmallCohort.model(Strategy.UNIMODAL, Kind.REGRESSION);
    return new ModelSpec(
        Strategy.UNIMODAL,
        "a",
        8,
        "none",
        usual.fusion(),
        usual.combiner(),
        usual.early(),
        0,
        List.of(
            new ModalityEncoder("a", encoder, null),
            new ModalityEncoder("b", new MlpEncoder.Spec(), null),
            new ModalityEncoder("c", new MlpEncoder.Spec(), null)),
        heads,
        Map.of());
  }

  @Test
  void absentModalitiesAddNothing() {
    try (Networks networks = Networks.of(Strategy.INTERMEDIATE, Combiner.MEAN, Kind.COX)) {
      int[] known = networks.known();
      Attributions found = explain(networks, networks.data(), known);
      for (int i = 0; i < known.length; i++) {
        for (int j = 0; j < found.features().size(); j++) {
          String modality = found.features().get(j).modality();
          if (!networks.data().cohort().modality(modality).has(known[i])) {
            assertThat(found.values()[0][i][j]).isZero();
          }
        }
      }
      assertThat(found.placeOf(known[3])).isEqualTo(3);
      assertThat(found.placeOf(Networks.SUBJECTS - 1)).isEqualTo(-1);
    }
  }

  /** Categories move too: their attribution closes the sum. */
  @Test
  void categoriesTakePart() {
    for (Strategy strategy : Strategy.values()) {
      try (Networks networks = Networks.of(strategy, Combiner.MEAN, Kind.REGRESSION)) {
        Attributions found = explain(networks, networks.data(), networks.known());
        int level = labels(found).indexOf("a.level");
        double sum = 0;
        for (float[] row : found.values()[0]) {
          sum += Math.abs(row[level]);
        }
        assertThat(found.incomplete()).isZero();
        assertThat(sum).as(strategy.text()).isPositive();
      }
    }
  }

  @Test
  void anIndicatorBelongsToItsColumn() {
    Attributions.SourceColumn column =
        new Attributions.SourceColumn(new SourceFeature("a", "x", "x"), List.of(0, 2));
    assertThat(column.of(new float[] {1, 5, -3})).isEqualTo(-2);
    assertThat(new SourceFeature("a", "", "a present").label()).isEqualTo("a present");
  }

  /** ∫ x⁹ = 1/10 and ∫ eˣ = e − 1 on [0, 1]. */
  @Test
  void quadratureIsThatOfGaussAndLegendre() {
    for (int n : new int[] {1, 5, 16, 1024}) {
      GaussLegendre rule = GaussLegendre.of(n);
      assertThat(Arrays.stream(rule.weights()).sum()).isCloseTo(1, within(1e-12));
      double power = 0;
      double exponential = 0;
      for (int i = 0; i < n; i++) {
        power += rule.weights()[i] * Math.pow(rule.nodes()[i], 9);
        exponential += rule.weights()[i] * Math.exp(rule.nodes()[i]);
      }
      if (n >= 5) {
        assertThat(power).isCloseTo(0.1, within(1e-13));
        assertThat(exponential).isCloseTo(Math.E - 1, within(1e-11));
      }
    }
    assertThat(GaussLegendre.of(1).nodes()).containsExactly(new double[] {0.5}, within(1e-15));
    double two = 0.5 - 0.5 / Math.sqrt(3);
    assertThat(GaussLegendre.of(2).nodes())
        .containsExactly(new double[] {two, 1 - two}, within(1e-15));
  }

  @Test
  void manyExplanationsDoNotGrow() {
    try (Networks networks =
        Networks.of(Strategy.INTERMEDIATE, Combiner.MEAN, Kind.CLASSIFICATION)) {
      // the virtual machine's own memory grows in some rounds, a leak in every one; a pass of 60
      // subjects at 16 nodes takes some 5 MB with its graph
      long least = Long.MAX_VALUE;
      for (int round = 0; round < 12 && least >> 20 >= 4; round++) {
        long before = Pointer.physicalBytes();
        explainOften(networks);
        least = Math.min(least, Pointer.physicalBytes() - before);
      }
      assertThat(least >> 20).as("MiB").isLessThan(4);
    }
  }

  private static void explainOften(Networks networks) {
    for (int i = 0; i < 10; i++) {
      Explanation.of(
          networks.fit().network(),
          Networks.schemas(networks.data().cohort()),
          networks.fitted(),
          networks.data(),
          Progress.SILENT);
    }
  }
}
