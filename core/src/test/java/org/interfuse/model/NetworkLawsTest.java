package org.interfuse.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.interfuse.cohort.Cohort;
import org.interfuse.cohort.CohortModality;
import org.interfuse.model.SmallCohort.Kind;
import org.interfuse.preprocessing.FittedCohort;
import org.interfuse.preprocessing.PreparedCohort;
import org.interfuse.progress.Progress;
import org.interfuse.target.Prediction;
import org.interfuse.target.Target;
import org.interfuse.tensor.Seed;
import org.interfuse.training.NetworkFit;
import org.interfuse.training.NetworkTrainer;
import org.interfuse.training.TrainingSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Law 3: what is predicted of a subject depends on that subject alone. */
final class NetworkLawsTest {
  private static final Seed SEED = new Seed(23);
  private static final int SUBJECTS = 60;
  private static final int[] TRAIN = SmallCohort.range(0, 40);
  private static final int NOBODY = SUBJECTS - 1;
  private static final double TOLERANCE = 1e-6;

  static Stream<Arguments> networks() {
    List<Arguments> networks = new ArrayList<>();
    for (Strategy strategy : Strategy.values()) {
      for (Kind kind : Kind.values()) {
        networks.add(Arguments.of(strategy, Combiner.MEAN, kind));
      }
    }
    for (Kind kind : Kind.values()) {
      networks.add(Arguments.of(Strategy.LATE, Combiner.WEIGHTED, kind));
      networks.add(Arguments.of(Strategy.LATE, Combiner.STACKING, kind));
    }
    return networks.stream();
  }

  @ParameterizedTest(name = "{0}, {1}, {2}")
  @MethodSource("networks")
  void aSubjectIsPredictedAlikeInAnyCompany(Strategy strategy, Combiner combiner, Kind kind) {
    Cohort cohort = SmallCohort.of(SUBJECTS, List.of(kind), 3, 4);
    FittedCohort preprocessing = SmallCohort.fitted(cohort, TRAIN);
    PreparedCohort data = preprocessing.apply(cohort);
    int[] all = SmallCohort.range(0, SUBJECTS);
    try (NetworkFit fit = fit(SmallCohort.model(strategy, combiner, kind), data)) {
      Network network = fit.network().members().get(0);
      Network.Predicted together = network.predict(data, all);
      double[][] expected = SmallCohort.rows(together.predictions().get(0));
      int[] permuted = SEED.permutation(SUBJECTS);
      double[][] shuffled = rows(network.predict(data, permuted));
      for (int i = 0; i < SUBJECTS; i++) {
        same(shuffled[i], expected[permuted[i]], "permuted " + permuted[i]);
      }
      for (int subject = 30; subject < SUBJECTS; subject++) {
        Network.Predicted alone = network.predict(data, new int[] {subject});
        same(rows(alone)[0], expected[subject], "alone " + subject);
        assertThat(alone.byPrior()[0]).isEqualTo(together.byPrior()[subject]);
        PreparedCohort one = preprocessing.apply(only(cohort, subject));
        same(rows(network.predict(one, new int[1]))[0], expected[subject], "only " + subject);
      }
      int[] others = SmallCohort.range(1, SUBJECTS);
      PreparedCohort wild = SmallCohort.withOtherRows(data, others, 9);
      same(rows(network.predict(wild, all))[0], expected[0], "beside other subjects");
    }
  }

  @ParameterizedTest(name = "{0}, {1}, {2}")
  @MethodSource("networks")
  void whoHasNothingGetsTheFlaggedPrior(Strategy strategy, Combiner combiner, Kind kind) {
    Cohort cohort = SmallCohort.of(SUBJECTS, List.of(kind), 3, 4);
    PreparedCohort data = SmallCohort.prepared(cohort, TRAIN);
    try (NetworkFit fit = fit(SmallCohort.model(strategy, combiner, kind), data)) {
      Network.Predicted predicted =
          fit.network().predict(data, new int[] {NOBODY, 0, 6, NOBODY - 1});
      // subject 0 has modality a alone, subject 6 all three
      assertThat(predicted.byPrior()).containsExactly(true, false, false, true);
      double[][] rows = rows(predicted);
      assertThat(rows[0]).as("for everybody the same").containsExactly(rows[3]);
      assertThat(rows[0]).isNotEqualTo(rows[1]);
      assertThat(rows[0]).doesNotContain(Double.NaN);
      if (kind == Kind.REGRESSION) {
        // held-out rows are not learned from, so the mean is that of most training rows
        double mean =
            java.util.Arrays.stream(TRAIN)
                .mapToDouble(s -> ((Target.Regression) cohort.targets().get(0)).values()[s])
                .average()
                .orElseThrow();
        assertThat(rows[0][0]).isCloseTo(mean, within(10.0));
      }
      assertThat(fit.network().predict(data, new int[0]).byPrior()).isEmpty();
    }
  }

  @Test
  void averagedCurvesHaveTheAreaUnderThemAsRisk() {
    Prediction.Survival left =
        new Prediction.Survival(new double[] {5}, new double[] {1, 3}, new double[][] {{0.8, 0.4}});
    Prediction.Survival right =
        new Prediction.Survival(new double[] {-2}, new double[] {2}, new double[][] {{0.6}});
    Prediction.Survival both =
        (Prediction.Survival) LateMean.of(List.of(left, right), new boolean[][] {{true}, {true}});
    assertThat(both.times()).containsExactly(1, 2, 3);
    // left 0.8 0.8 0.4, right 1 0.6 0.6
    assertThat(both.survival()[0]).containsExactly(new double[] {0.9, 0.7, 0.5}, within(1e-12));
    assertThat(both.risk()[0]).isCloseTo(-(1 + 0.9 + 0.7), within(1e-12));
  }

  @Test
  void weightsAreRenormalisedOverThePartsThatKnowASubject() {
    List<Prediction> parts =
        List.of(
            new Prediction.Values(new double[] {1, 1, 1, 7}),
            new Prediction.Values(new double[] {2, 2, 2, 7}),
            new Prediction.Values(new double[] {5, 5, 5, 7}));
    boolean[][] known = {
      {true, false, false, false}, {true, true, false, false}, {true, true, true, false}
    };
    Prediction.Values merged =
        (Prediction.Values) LateMean.of(parts, known, new double[] {0.5, 0.4, 0.1});
    // 0.5 + 0.8 + 0.5; (0.8 + 0.5) / 0.5; the only one; nobody: what the first says
    assertThat(merged.values()).containsExactly(new double[] {1.8, 2.6, 5, 7}, within(1e-12));
  }

  @Test
  void partsOfWeightZeroStandInWhereNobodyElseKnowsASubject() {
    List<Prediction> parts =
        List.of(
            new Prediction.Values(new double[] {1, 1}), new Prediction.Values(new double[] {3, 3}));
    boolean[][] known = {{true, true}, {false, true}};
    Prediction.Values merged = (Prediction.Values) LateMean.of(parts, known, new double[] {0, 1});
    assertThat(merged.values()).containsExactly(1, 3);
  }

  private static NetworkFit fit(ModelSpec model, PreparedCohort data) {
    TrainingSpec training = new TrainingSpec(2, 16, 1e-2, 1e-2, 0.05, 1, 20, 0.2, 7, 1);
    return new NetworkTrainer("test", model, training, Progress.SILENT)
        .fit(data, TRAIN, null, SEED);
  }

  private static double[][] rows(Network.Predicted predicted) {
    return SmallCohort.rows(predicted.predictions().get(0));
  }

  private static void same(double[] found, double[] expected, String what) {
    assertThat(found).as("%s, seed %s", what, SEED).hasSameSizeAs(expected);
    for (int k = 0; k < expected.length; k++) {
      assertThat(found[k])
          .as("%s, figure %d, seed %s", what, k, SEED)
          .isCloseTo(expected[k], within(TOLERANCE * (1 + Math.abs(expected[k]))));
    }
  }

  /** A cohort of one. */
  private static Cohort only(Cohort cohort, int subject) {
    List<CohortModality> modalities =
        cohort.modalities().stream()
            .map(m -> new CohortModality(m.name(), m.data(), new int[] {m.rowOf()[subject]}))
            .toList();
    return new Cohort(List.of(cohort.ids().get(subject)), List.of(), Map.of(), modalities);
  }
}
