package org.interfuse.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.interfuse.cohort.Cohort;
import org.interfuse.cohort.CohortModality;
import org.interfuse.finding.FindingsException;
import org.interfuse.model.ModelSpec;
import org.interfuse.model.Network;
import org.interfuse.model.SmallCohort;
import org.interfuse.model.SmallCohort.Kind;
import org.interfuse.model.Strategy;
import org.interfuse.preprocessing.PreparedCohort;
import org.interfuse.progress.Progress;
import org.interfuse.target.Prediction;
import org.interfuse.target.Target;
import org.interfuse.tensor.Seed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Little or odd training data: a sensible result or a finding that says what is wrong. */
final class TinyCohortTest {
  private static final Seed SEED = new Seed(41);
  private static final TrainingSpec SHORT =
      new TrainingSpec(4, 0, 1e-3, 1e-2, 0.05, 1, 3, 0.2, 7, 1);

  @ParameterizedTest
  @EnumSource(Kind.class)
  void threeSubjectsAreEnoughToTrain(Kind kind) {
    Cohort cohort = everybody(SmallCohort.of(12, kind, 3));
    if (cohort.targets().get(0) instanceof Target.Survival survival) {
      Arrays.fill(survival.events(), true);
    }
    PreparedCohort data = SmallCohort.prepared(cohort, new int[] {2, 4, 6});
    for (Strategy strategy : Strategy.values()) {
      try (NetworkFit fit =
          trainer(SmallCohort.model(strategy, kind)).fit(data, new int[] {2, 4, 6}, null, SEED)) {
        assertFinite(fit.network().predict(data, SmallCohort.range(0, 12)));
        assertThat(fit.bestEpochs()).as("no rows to spare for early stopping").containsOnly(4);
      }
    }
  }

  @Test
  void oneClassOnlyIsLearnedAsSuch() {
    Cohort cohort = SmallCohort.of(42, Kind.CLASSIFICATION, 3);
    Arrays.fill(((Target.Classification) cohort.targets().get(0)).labels(), 1);
    PreparedCohort data = SmallCohort.prepared(cohort, SmallCohort.range(0, 42));
    TrainingSpec training = new TrainingSpec(60, 0, 1e-2, 0, 0.05, 1, 20, 0.2, 7, 1);
    ModelSpec model = SmallCohort.model(Strategy.INTERMEDIATE, Kind.CLASSIFICATION);
    try (NetworkFit fit =
        new NetworkTrainer("one class", model, training, Progress.SILENT)
            .fit(data, SmallCohort.range(0, 42), null, SEED)) {
      Network.Predicted predicted = fit.network().predict(data, SmallCohort.range(0, 42));
      for (double[] row : SmallCohort.rows(predicted.predictions().get(0))) {
        assertThat(row[1]).isGreaterThan(0.9);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Strategy.class)
  void withoutAnEventThereIsNothingToLearn(Strategy strategy) {
    Cohort cohort = SmallCohort.of(42, Kind.COX, 3);
    Arrays.fill(((Target.Survival) cohort.targets().get(0)).events(), false);
    PreparedCohort data = SmallCohort.prepared(cohort, SmallCohort.range(0, 42));
    assertThatThrownBy(
            () ->
                trainer(SmallCohort.model(strategy, Kind.COX))
                    .fit(data, SmallCohort.range(0, 42), null, SEED))
        .isInstanceOf(FindingsException.class)
        .hasMessageContaining("the training subjects must teach at least one target")
        .hasMessageContaining("an event while somebody else is at risk");
  }

  /** A loss that is 0 whatever the model says must not pass for a best epoch. */
  @Test
  void heldOutRowsWithoutAnEventDoNotStopATraining() {
    Cohort cohort = SmallCohort.of(42, Kind.COX, 3);
    boolean[] events = ((Target.Survival) cohort.targets().get(0)).events();
    Arrays.fill(events, false);
    events[5] = true;
    events[9] = true; // a fifth of two events is none
    PreparedCohort data = SmallCohort.prepared(cohort, SmallCohort.range(0, 42));
    TrainingSpec training = new TrainingSpec(9, 0, 1e-3, 1e-2, 0.05, 1, 3, 0.2, 7, 1);
    ModelSpec model = SmallCohort.model(Strategy.INTERMEDIATE, Kind.COX);
    try (NetworkFit fit =
        new NetworkTrainer("test", model, training, Progress.SILENT)
            .fit(data, SmallCohort.range(0, 42), null, SEED)) {
      assertThat(fit.bestEpochs()).containsExactly(9);
      assertThat(fit.parts().get(0).history().get(8).validationLoss()).isNaN();
    }
  }

  @Test
  void aModalityOfNoTrainingSubjectIsNamed() {
    Cohort cohort = SmallCohort.of(42, Kind.REGRESSION, 3);
    int[] withoutC =
        Arrays.stream(SmallCohort.range(0, 42)).filter(s -> !cohort.presence()[s][2]).toArray();
    assertThatThrownBy(() -> SmallCohort.prepared(cohort, withoutC))
        .isInstanceOf(FindingsException.class)
        .hasMessage(
            "modalities.c: at least one training subject must have it; found none of "
                + withoutC.length
                + ".");
  }

  /** One row does not vary, so no column of it is kept. */
  @Test
  void aModalityWithoutColumnsIsNamed() {
    Cohort cohort = SmallCohort.of(42, Kind.REGRESSION, 3);
    int[] train = {0, 1, 3, 7, 8}; // of whom subject 3 alone has c
    PreparedCohort data = SmallCohort.prepared(cohort, train);
    for (Strategy strategy : List.of(Strategy.LATE, Strategy.INTERMEDIATE)) {
      assertThatThrownBy(
              () ->
                  trainer(SmallCohort.model(strategy, Kind.REGRESSION))
                      .fit(data, train, null, SEED))
          .isInstanceOf(FindingsException.class)
          .hasMessageContaining("model of test")
          .hasMessageContaining("modality 'c': columns: expected at least 1, but there are none");
    }
    try (NetworkFit fit =
        trainer(SmallCohort.model(Strategy.EARLY, Kind.REGRESSION)).fit(data, train, null, SEED)) {
      assertFinite(fit.network().predict(data, train));
    }
  }

  /** Modality c is had by one of those held out alone, in some of the seeds. */
  @Test
  void aLatePartLearnsFromHeldOutRowsIfThereAreNoOthers() {
    Cohort cohort = SmallCohort.of(42, Kind.REGRESSION, 3);
    int[] train =
        Arrays.stream(SmallCohort.range(0, 42))
            .filter(s -> !cohort.presence()[s][2] || s == 3 || s == 4)
            .toArray();
    PreparedCohort data = SmallCohort.prepared(cohort, train);
    boolean heldOutAlone = false;
    for (int seed = 0; seed < 40; seed++) {
      Seed own = new Seed(seed);
      HeldOut rows = HeldOut.of(cohort.targets().get(0), train, null, 0.2, own.at("held out"));
      boolean both =
          Arrays.stream(rows.validation()).filter(s -> cohort.presence()[s][2]).count() == 2;
      if (both || seed == 0) {
        heldOutAlone |= both;
        try (NetworkFit fit =
            trainer(SmallCohort.model(Strategy.LATE, Kind.REGRESSION))
                .fit(data, train, null, own)) {
          assertFinite(fit.network().predict(data, SmallCohort.range(0, 42)));
        }
      }
    }
    assertThat(heldOutAlone).as("the case has occurred").isTrue();
  }

  private static NetworkTrainer trainer(ModelSpec model) {
    return new NetworkTrainer("test", model, SHORT, Progress.SILENT);
  }

  /** All have all modalities. */
  private static Cohort everybody(Cohort cohort) {
    int[] rows = SmallCohort.range(0, cohort.size());
    return new Cohort(
        cohort.ids(),
        cohort.targets(),
        Map.of(),
        cohort.modalities().stream()
            .map(m -> new CohortModality(m.name(), m.data(), rows))
            .toList());
  }

  private static void assertFinite(Network.Predicted predicted) {
    for (Prediction prediction : predicted.predictions()) {
      for (double[] row : SmallCohort.rows(prediction)) {
        assertThat(Arrays.stream(row).allMatch(Double::isFinite)).isTrue();
      }
    }
  }
}
