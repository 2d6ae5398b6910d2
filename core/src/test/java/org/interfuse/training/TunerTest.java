package org.interfuse.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.interfuse.cohort.Cohort;
import org.interfuse.finding.FindingsException;
import org.interfuse.model.Combiner;
import org.interfuse.model.ModelSpec;
import org.interfuse.model.NetworkPart;
import org.interfuse.model.Strategy;
import org.interfuse.preprocessing.PreparedCohort;
import org.interfuse.progress.Progress;
import org.interfuse.target.Prediction;
import org.interfuse.target.Target;
import org.interfuse.tensor.Parameter;
import org.interfuse.tensor.Seed;
import org.interfuse.tensor.Tensors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Random search by successive halving, inside the training part. */
final class TunerTest {
  private static final Seed SEED = new Seed(31);
  private static final int SUBJECTS = 120;
  private static final int TRAIN = 90;
  private static final int EPOCHS = 16;

  @TempDir private Path folder;

  @Test
  void rungsQuarterTheTrialsAndQuadrupleTheEpochs() {
    assertThat(Halving.rungs(1)).containsExactly(new Halving.Rung(1, 1));
    assertThat(Halving.rungs(3)).containsExactly(new Halving.Rung(3, 1));
    assertThat(Halving.rungs(8)).containsExactly(new Halving.Rung(8, 0.25), new Halving.Rung(2, 1));
    assertThat(Halving.rungs(16))
        .containsExactly(
            new Halving.Rung(16, 1 / 16.0), new Halving.Rung(4, 0.25), new Halving.Rung(1, 1));
    assertThat(Halving.fullFits(8, 200)).isCloseTo(4, within(1e-12));
    assertThat(Halving.fullFits(16, 200)).as("16 × 13, 4 × 50, 200").isCloseTo(3.04, within(1e-12));
    assertThat(Halving.fullFits(16, 20)).as("16 × 2, 4 × 5, 20").isCloseTo(3.6, within(1e-12));
    assertThat(Halving.fullFits(64, 8)).as("64, 16, 4 × 2, 8").isCloseTo(12, within(1e-12));
  }

  @ParameterizedTest(name = "ensemble {0}")
  @ValueSource(ints = {1, 3})
  void keepsTheTrialOfLeastLossOnTheHeldOutRows(int members) {
    List<Trial> trials = trials(members, 1e-5, 3e-2, 1e-3); // one rung: all run to the end
    PreparedCohort data = data(0);
    int best = -1;
    double least = Double.POSITIVE_INFINITY;
    double[] alone = new double[trials.size()];
    for (int t = 0; t < alone.length; t++) {
      Trial trial = trials.get(t);
      try (NetworkFit fit =
          new NetworkTrainer("alone", trial.model(), trial.training(), Progress.SILENT)
              .fit(data, train(), null, SEED)) {
        alone[t] = fit.validationLoss();
        best = alone[t] < least ? t : best;
        least = Math.min(least, alone[t]);
      }
    }
    try (NetworkFit fit = fit(trials, data, Checkpoints.none(), Integer.MAX_VALUE, null)) {
      assertThat(fit.choices())
          .as("losses %s, %s", Arrays.toString(alone), SEED)
          .containsEntry("trial", "%d of 3".formatted(best + 1));
      assertThat(fit.validationLoss()).isEqualTo(least);
      assertThat(fit.network().members()).hasSize(members);
    }
  }

  /** The combiner is fitted after the choice, and is what it would be had there been no choice. */
  @ParameterizedTest(name = "{0}")
  @EnumSource(names = {"WEIGHTED", "STACKING"})
  void theCombinerOfTheBestTrialIsThatOfItsOwnFit(Combiner combiner) {
    List<Trial> trials = late(combiner, 1e-5, 3e-2, 1e-3);
    PreparedCohort data = data(0);
    Map<String, Integer> epochs = new HashMap<>();
    try (NetworkFit fit = fit(trials, data, Checkpoints.none(), Integer.MAX_VALUE, epochs)) {
      int best = Integer.parseInt(fit.choices().getOrDefault("trial", "").substring(0, 1)) - 1;
      assertThat(epochs.keySet().stream().filter(part -> part.contains("inner fold")))
          .hasSize(2 * 5 * 3)
          .allMatch(part -> part.startsWith("trial %d of 3, member ".formatted(best + 1)));
      Trial trial = trials.get(best);
      try (NetworkFit alone =
          new NetworkTrainer("alone", trial.model(), trial.training(), Progress.SILENT)
              .fit(data, train(), null, SEED)) {
        int[] all = PlantedCohort.range(0, SUBJECTS);
        assertThat(probabilities(fit, data, all)).isDeepEqualTo(probabilities(alone, data, all));
        assertThat(fit.network().parameterCount()).isEqualTo(alone.network().parameterCount());
      }
    }
  }

  private static double[][] probabilities(NetworkFit fit, PreparedCohort data, int[] subjects) {
    Prediction said = fit.network().predict(data, subjects).predictions().get(0);
    return ((Prediction.Classes) said).probabilities();
  }

  /** Two networks of three parts each. */
  private static List<Trial> late(Combiner combiner, double... rates) {
    ModelSpec mean = NetworkTrainerTest.spec(Strategy.LATE, null);
    ModelSpec model =
        new ModelSpec(
            mean.strategy(),
            null,
            mean.width(),
            mean.projection(),
            mean.fusion(),
            combiner,
            mean.early(),
            mean.modalityDropout(),
            mean.encoders(),
            mean.heads(),
            mean.targetWeights());
    return trials(2, rates).stream()
        .map(trial -> new Trial(trial.values(), model, trial.training()))
        .toList();
  }

  @Test
  void spendsNoMoreThanItsBudgetAndTheSameRowsOnEveryTrial() {
    List<Trial> trials = trials(1, 1e-3, 3e-3, 1e-2, 3e-4, 2e-3, 5e-3, 1e-4, 2e-2);
    Map<String, Integer> epochs = new HashMap<>();
    try (NetworkFit fit = fit(trials, data(0), Checkpoints.none(), Integer.MAX_VALUE, epochs)) {
      int sum = epochs.values().stream().mapToInt(Integer::intValue).sum();
      assertThat(sum).isLessThanOrEqualTo((int) (Halving.fullFits(8, EPOCHS) * EPOCHS));
      assertThat(epochs.keySet().stream().filter(part -> part.contains("for 4 epochs"))).hasSize(8);
      assertThat(epochs.keySet().stream().filter(part -> part.contains("for 16 epochs")))
          .hasSize(2);
      assertThat(fit.parts().get(0).history()).hasSizeLessThanOrEqualTo(EPOCHS);
    }
  }

  @Test
  void aTrialThatDivergesLosesAndIfAllDoTheFirstSaysWhy() {
    List<Trial> trials = trials(1, 1e30, 1e-2);
    try (NetworkFit fit = fit(trials, data(0), Checkpoints.none(), Integer.MAX_VALUE, null)) {
      assertThat(fit.choices()).containsEntry("trial", "2 of 2");
    }
    assertThatThrownBy(
            () -> fit(trials(1, 1e30, 1e31), data(0), Checkpoints.none(), Integer.MAX_VALUE, null))
        .isInstanceOf(FindingsException.class)
        .hasMessageContaining("trial 1 of 2 for 16 epochs");
  }

  /** Labels and features of test subjects cannot reach what is chosen. */
  @Test
  void nothingOfTheTestRowsReachesTheChoice() {
    List<Trial> trials = trials(1, 1e-4, 1e-3, 1e-2, 3e-2, 3e-3);
    List<double[]> before = weights(trials, data(0), Checkpoints.none(), Integer.MAX_VALUE);
    List<double[]> turned = weights(trials, data(1), Checkpoints.none(), Integer.MAX_VALUE);
    assertThat(turned).as("%s", SEED).hasSameSizeAs(before);
    for (int p = 0; p < before.size(); p++) {
      assertThat(turned.get(p)).isEqualTo(before.get(p));
    }
  }

  @Test
  void goesOnWithTheSameBitsWhereverItStopped() {
    List<Trial> trials = trials(2, 1e-4, 1e-3, 1e-2, 3e-2, 3e-3);
    List<double[]> whole = weights(trials, data(0), Checkpoints.none(), Integer.MAX_VALUE);
    for (int stop : new int[] {3, 17, 41}) {
      Checkpoints kept = new Checkpoints(folder.resolve("stop-" + stop), Duration.ZERO);
      assertThatThrownBy(() -> weights(trials, data(0), kept, stop))
          .isInstanceOf(IllegalStateException.class);
      List<double[]> resumed = weights(trials, data(0), kept, Integer.MAX_VALUE);
      for (int p = 0; p < whole.size(); p++) {
        assertThat(resumed.get(p)).as("stopped at %d, %s", stop, SEED).isEqualTo(whole.get(p));
      }
    }
  }

  private static List<double[]> weights(
      List<Trial> trials, PreparedCohort data, Checkpoints kept, int stop) {
    List<double[]> values = new ArrayList<>();
    try (NetworkFit fit = fit(trials, data, kept, stop, null)) {
      for (NetworkPart part : fit.network().parts()) {
        for (Parameter parameter : part.model().parameters().all()) {
          values.add(Tensors.toDoubles(parameter.value()));
        }
      }
    }
    return values;
  }

  private static NetworkFit fit(
      List<Trial> trials,
      PreparedCohort data,
      Checkpoints kept,
      int stop,
      @org.jspecify.annotations.Nullable Map<String, Integer> epochs) {
    int[] count = {0};
    NetworkTrainer trainer =
        new NetworkTrainer(
            "test",
            trials.get(0).model(),
            trials.get(0).training(),
            Progress.SILENT,
            (part, epoch) -> {
              if (epochs != null) {
                epochs.merge(part, 1, Integer::sum);
              }
              if (++count[0] > stop) {
                throw new IllegalStateException("killed");
              }
            },
            kept);
    return new Tuner(trainer, trials).fit(data, train(), null, SEED);
  }

  private static List<Trial> trials(int members, double... rates) {
    ModelSpec model = NetworkTrainerTest.spec(Strategy.INTERMEDIATE, null);
    List<Trial> trials = new ArrayList<>();
    for (double rate : rates) {
      TrainingSpec training =
          new TrainingSpec(EPOCHS, 16, rate, 1e-2, 0.05, 1, EPOCHS, 0.2, 7, 1, members);
      trials.add(new Trial(Map.of("training.learning_rate", rate + ""), model, training));
    }
    return trials;
  }

  private static int[] train() {
    return PlantedCohort.range(0, TRAIN);
  }

  /** The same training subjects; test subjects with their labels turned so many times. */
  private static PreparedCohort data(int turns) {
    Cohort cohort = PlantedCohort.of(SUBJECTS, 0.2, 8);
    Target.Classification target = (Target.Classification) cohort.targets().get(0);
    int[] labels = target.labels().clone();
    for (int i = TRAIN; i < SUBJECTS; i++) {
      labels[i] = (labels[i] + turns) % 2;
    }
    List<Target> targets = List.of(new Target.Classification(target.schema(), labels));
    Cohort other = new Cohort(cohort.ids(), targets, Map.of(), cohort.modalities());
    return PlantedCohort.prepare(other, train());
  }
}
