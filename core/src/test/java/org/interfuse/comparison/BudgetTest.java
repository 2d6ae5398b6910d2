package org.interfuse.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.interfuse.baseline.BaselineSpec;
import org.interfuse.baseline.Linear;
import org.interfuse.baseline.Presence;
import org.interfuse.baseline.Prevalence;
import org.interfuse.encoder.MlpEncoder;
import org.interfuse.fusion.GatedFusion;
import org.interfuse.head.ClassificationHead;
import org.interfuse.model.Combiner;
import org.interfuse.model.ModalityEncoder;
import org.interfuse.model.ModelSpec;
import org.interfuse.model.Strategy;
import org.interfuse.preprocessing.PreparedCohort;
import org.interfuse.progress.Progress;
import org.interfuse.tensor.Seed;
import org.interfuse.training.Checkpoints;
import org.interfuse.training.NetworkFit;
import org.interfuse.training.NetworkTrainer;
import org.interfuse.training.PlantedCohort;
import org.interfuse.training.TrainingSpec;
import org.interfuse.training.Trial;
import org.interfuse.training.Tuner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is printed of a budget is what the log says was spent. */
final class BudgetTest {
  private static final Seed SEED = new Seed(41);
  private static final int[] TRAIN = PlantedCohort.range(0, 60);
  private static final int MODALITIES = 3;

  /** Nothing is stopped early here, so that what may be spent is spent. */
  @ParameterizedTest(name = "{0}, {1}: {2} trials of {3} epochs, {4} networks, seed 41")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          INTERMEDIATE | MEAN     | 16 | 20 | 1 | 3.6  | 0 | 16 trials, at most 3.6 full fits
          EARLY        | MEAN     | 16 | 20 | 1 | 3.6  | 0 | 16 trials, at most 3.6 full fits
          LATE         | MEAN     | 16 | 20 | 1 | 3.6  | 0 | 16 trials, at most 3.6 full fits
          INTERMEDIATE | MEAN     | 64 | 8  | 1 | 12.0 | 0 | 64 trials, at most 12.0 full fits
          LATE         | STACKING | 16 | 20 | 1 | 3.6  | 5 | 16 trials, at most 3.6 full fits, + 5 inner folds for stacking
          LATE         | WEIGHTED | 8  | 4  | 2 | 4.0  | 5 | 8 trials, at most 4.0 full fits × 2 networks, + 5 inner folds for weighted each
          LATE         | STACKING | 1  | 4  | 2 | 1.0  | 5 | 1 trial (options as written) × 2 networks, + 5 inner folds for stacking each
          """)
  void theLogCountsAsManyEpochsAsAreStated(
      Strategy strategy,
      Combiner combiner,
      int trials,
      int epochs,
      int members,
      double fullFits,
      int innerFolds,
      String text) {
    List<Trial> drawn = trials(strategy, combiner, trials, epochs, members);
    Map<String, Integer> logged = logged(drawn);

    int parts = strategy == Strategy.LATE ? MODALITIES : 1;
    assertThat(sum(logged, false))
        .as("epochs of trials: %s", logged)
        .isEqualTo((int) Math.round(fullFits * epochs * parts * members));
    assertThat(sum(logged, true))
        .as("epochs of inner folds: %s", logged)
        .isEqualTo(innerFolds * epochs * parts * members);
    NetworkCandidate candidate =
        new NetworkCandidate("network", drawn.get(0).model(), drawn.get(0).training());
    Tuning tuning =
        trials == 1
            ? Tuning.NONE
            : new Tuning(new TuningSpec(trials, Map.of()), Map.of("network", drawn));
    assertThat(Budget.of(candidate, tuning, members)).isEqualTo(text);
  }

  @Test
  void baselinesSayWhatTheyChooseAmong() {
    assertThat(Budget.of(new BaselineCandidate("a", new Prevalence()), Tuning.NONE, 1))
        .isEqualTo("nothing to choose");
    assertThat(Budget.of(new BaselineCandidate("b", new Linear()), Tuning.NONE, 1))
        .matches("\\d+ penalties × 5 inner folds");
  }

  @Test
  void saysOnceThatNetworksWereNotTunedWhileBaselinesChose() {
    assertThat(Budget.untuned(comparison(1, new Linear(), new Presence(), new Prevalence())))
        .isEqualTo(
            "Networks were not tuned (comparison.tuning.trials: 1); linear models choose their"
                + " penalty inside each fold.");
    assertThat(Budget.untuned(comparison(4, new Linear()))).isEmpty();
    Linear one = new Linear(Linear.Merge.LATE, List.of(0.1), 0, Linear.Rule.MINIMUM, 1);
    assertThat(Budget.untuned(comparison(1, one, new Prevalence()))).isEmpty();
  }

  private static ComparisonSpec comparison(int trials, BaselineSpec... baselines) {
    Trial trial = trials(Strategy.EARLY, Combiner.MEAN, 1, 4, 1).get(0);
    List<CandidateSpec> candidates = new ArrayList<>();
    candidates.add(new NetworkCandidate("network", trial.model(), trial.training()));
    for (BaselineSpec baseline : baselines) {
      candidates.add(new BaselineCandidate("baseline " + candidates.size(), baseline));
    }
    return new ComparisonSpec(
        "network",
        0,
        1,
        candidates,
        List.of(),
        Refits.NONE,
        new Tuning(new TuningSpec(trials, Map.of()), Map.of()));
  }

  private static int sum(Map<String, Integer> logged, boolean inner) {
    return logged.entrySet().stream()
        .filter(entry -> entry.getKey().contains("inner fold") == inner)
        .mapToInt(Map.Entry::getValue)
        .sum();
  }

  /** Epochs by part. */
  private static Map<String, Integer> logged(List<Trial> trials) {
    Map<String, Integer> epochs = new HashMap<>();
    PreparedCohort data = PlantedCohort.prepare(PlantedCohort.of(60, 0.1, 8), TRAIN);
    NetworkTrainer trainer =
        new NetworkTrainer(
            "test",
            trials.get(0).model(),
            trials.get(0).training(),
            Progress.SILENT,
            (part, epoch) -> epochs.merge(part, 1, Integer::sum),
            Checkpoints.none());
    try (NetworkFit fit = new Tuner(trainer, trials).fit(data, TRAIN, null, SEED)) {
      assertThat(fit.parts()).isNotEmpty();
    }
    return epochs;
  }

  private static List<Trial> trials(
      Strategy strategy, Combiner combiner, int count, int epochs, int members) {
    ModelSpec model =
        new ModelSpec(
            strategy,
            null,
            4,
            "linear",
            new GatedFusion.Spec(),
            combiner,
            new MlpEncoder.Spec(),
            0,
            List.of("left", "right", "noise").stream()
                .map(name -> new ModalityEncoder(name, new MlpEncoder.Spec(), null))
                .toList(),
            Map.of("class", new ClassificationHead.Spec()),
            Map.of("class", 1.0));
    return IntStream.range(0, count)
        .mapToObj(
            t ->
                new Trial(
                    Collections.emptyMap(),
                    model,
                    new TrainingSpec(
                        epochs, 60, 1e-4 * (t + 1), 1e-2, 0.05, 1, 0, 0.2, 7, 1, members)))
        .toList();
  }
}
