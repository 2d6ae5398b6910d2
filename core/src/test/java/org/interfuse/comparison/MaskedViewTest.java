package org.interfuse.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.interfuse.baseline.BaselineSpec;
import org.interfuse.baseline.FittedBaseline;
import org.interfuse.baseline.Linear;
import org.interfuse.baseline.Presence;
import org.interfuse.baseline.Prevalence;
import org.interfuse.cohort.Cohort;
import org.interfuse.fusion.GatedFusion;
import org.interfuse.model.Combiner;
import org.interfuse.model.ModelSpec;
import org.interfuse.model.Network;
import org.interfuse.model.SmallCohort;
import org.interfuse.model.SmallCohort.Kind;
import org.interfuse.model.Strategy;
import org.interfuse.preprocessing.FittedCohort;
import org.interfuse.preprocessing.PreparedCohort;
import org.interfuse.progress.Progress;
import org.interfuse.target.Prediction;
import org.interfuse.tensor.Seed;
import org.interfuse.tensor.Torch;
import org.interfuse.training.NetworkFit;
import org.interfuse.training.NetworkTrainer;
import org.interfuse.training.TrainingSpec;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The contract of a masked view, over every strategy, late combiner and baseline: what is predicted
 * through it is, bit for bit, what is predicted for a cohort whose tables lack the rows.
 */
final class MaskedViewTest {
  private static final Seed SEED = new Seed(23);
  private static final int SUBJECTS = 70;
  private static final int[] TRAIN = SmallCohort.range(0, 49);
  private static final int[] TEST = SmallCohort.range(49, SUBJECTS);
  private static final TrainingSpec SHORT =
      new TrainingSpec(3, 16, 1e-2, 1e-2, 0.05, 1, 3, 0.2, 7, 1);

  /** 7 patterns in turn; the last two subjects have nothing. */
  private static Cohort cohort(Kind kind) {
    return SmallCohort.of(SUBJECTS, List.of(kind), 2, 6);
  }

  @BeforeAll
  static void load() {
    Torch.load();
  }

  static Stream<Arguments> networks() {
    List<Arguments> cases = new ArrayList<>();
    for (Kind kind : List.of(Kind.CLASSIFICATION, Kind.REGRESSION, Kind.COX)) {
      for (Strategy strategy : List.of(Strategy.EARLY, Strategy.INTERMEDIATE, Strategy.UNIMODAL)) {
        cases.add(
            Arguments.of(
                strategy.text(),
                kind,
                SmallCohort.model(strategy, new GatedFusion.Spec(), List.of(kind))));
      }
      for (Combiner combiner : Combiner.values()) {
        cases.add(
            Arguments.of(
                "late " + combiner, kind, SmallCohort.model(Strategy.LATE, combiner, kind)));
      }
    }
    return cases.stream();
  }

  static Stream<Arguments> baselines() {
    List<Arguments> cases = new ArrayList<>();
    for (Kind kind : List.of(Kind.CLASSIFICATION, Kind.MULTILABEL, Kind.REGRESSION, Kind.COX)) {
      for (BaselineSpec baseline :
          List.of(
              new Linear(Linear.Merge.EARLY, List.of(0.1), 0, Linear.Rule.MINIMUM, 1),
              new Linear(Linear.Merge.LATE, List.of(0.1), 0, Linear.Rule.MINIMUM, 1),
              new Presence(),
              new Prevalence())) {
        cases.add(Arguments.of(baseline, kind));
      }
    }
    return cases.stream();
  }

  @ParameterizedTest(name = "{0}, {1}, seed 23")
  @MethodSource("networks")
  void aNetworkPredictsAsIfTheRowsWereNotThere(String name, Kind kind, ModelSpec model) {
    Cohort cohort = cohort(kind);
    FittedCohort fitted = SmallCohort.fitted(cohort, TRAIN);
    PreparedCohort data = fitted.apply(cohort);
    try (NetworkFit fit =
        new NetworkTrainer(name, model, SHORT, Progress.SILENT).fit(data, TRAIN, null, SEED)) {
      for (int pattern = 0; pattern < 8; pattern++) {
        boolean[] available = flags(pattern);
        Network.Predicted masked = fit.network().predict(data.withOnly(available), TEST);
        Network.Predicted lacking =
            fit.network().predict(fitted.apply(LackingCohorts.rewritten(cohort, available)), TEST);
        sameBits(masked.predictions().get(0), lacking.predictions().get(0), pattern);
        assertThat(masked.byPrior()).isEqualTo(lacking.byPrior());
        requirePrior(masked, data.withOnly(available), model);
      }
    }
  }

  /** Those who are left with nothing that the model reads are flagged, and all predicted alike. */
  private static void requirePrior(Network.Predicted masked, PreparedCohort data, ModelSpec model) {
    double[][] rows = SmallCohort.rows(masked.predictions().get(0));
    double[] nobody = rows[TEST.length - 1];
    for (int i = 0; i < TEST.length; i++) {
      boolean nothing =
          model.strategy() == Strategy.UNIMODAL
              ? !data.cohort().modality("a").has(TEST[i])
              : !data.hasAny(TEST[i]);
      assertThat(masked.byPrior()[i]).isEqualTo(nothing);
      if (nothing) {
        assertThat(rows[i]).isEqualTo(nobody);
      }
    }
  }

  @ParameterizedTest(name = "{0}, {1}, seed 23")
  @MethodSource("baselines")
  void aBaselinePredictsAsIfTheRowsWereNotThere(BaselineSpec baseline, Kind kind) {
    Cohort cohort = cohort(kind);
    FittedCohort fitted = SmallCohort.fitted(cohort, TRAIN);
    PreparedCohort data = fitted.apply(cohort);
    FittedBaseline fit = baseline.fit(data, cohort.targets().get(0), TRAIN, SEED);
    double[] nobody = SmallCohort.rows(fit.predict(data, new int[] {SUBJECTS - 1}))[0];
    for (int pattern = 0; pattern < 8; pattern++) {
      boolean[] available = flags(pattern);
      PreparedCohort view = data.withOnly(available);
      Prediction masked = fit.predict(view, TEST);
      Prediction lacking =
          fit.predict(fitted.apply(LackingCohorts.rewritten(cohort, available)), TEST);
      sameBits(masked, lacking, pattern);
      double[][] rows = SmallCohort.rows(masked);
      for (int i = 0; i < TEST.length; i++) {
        if (!view.hasAny(TEST[i])) {
          assertThat(rows[i]).isEqualTo(nobody);
        }
      }
    }
  }

  private static void sameBits(Prediction masked, Prediction lacking, int pattern) {
    assertThat(Arrays.deepToString(SmallCohort.rows(masked)))
        .as("pattern %d, seed %s", pattern, SEED)
        .isEqualTo(Arrays.deepToString(SmallCohort.rows(lacking)));
  }

  @Test
  void viewsShareTheFeatures() {
    Cohort cohort = cohort(Kind.REGRESSION);
    PreparedCohort data = SmallCohort.prepared(cohort, TRAIN);

    PreparedCohort masked = data.withOnly(new boolean[] {true, false, true});
    PreparedCohort kept = data.keeping(new boolean[] {false, true, true});
    PreparedCohort some = data.of(new int[] {5, 3});

    assertThat(masked.features()).isEqualTo(data.features());
    assertThat(masked.cohort().modality("b").present()).isZero();
    assertThat(masked.cohort().modality("a")).isSameAs(cohort.modality("a"));
    assertThat(kept.features()).isEqualTo(data.features().subList(1, 3));
    assertThat(kept.cohort().modalities())
        .containsExactly(cohort.modality("b"), cohort.modality("c"));
    assertThat(some.cohort().ids()).containsExactly("s5", "s3");
    assertThat(some.cohort().modality("a").rowOf())
        .containsExactly(cohort.modality("a").rowOf()[5], cohort.modality("a").rowOf()[3]);
    assertThat(some.cohort().targets().get(0).size()).isEqualTo(2);
    assertThat(some.features()).isEqualTo(data.features());
    assertThatThrownBy(() -> data.withOnly(new boolean[2]))
        .hasMessage("modalities: expected 3, but there are 2");
    assertThatThrownBy(() -> data.keeping(new boolean[4]))
        .hasMessage("modalities: expected 3, but there are 4");
  }

  private static boolean[] flags(int pattern) {
    return new boolean[] {(pattern & 1) > 0, (pattern & 2) > 0, (pattern & 4) > 0};
  }
}
