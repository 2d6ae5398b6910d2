package org.interfuse.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.interfuse.baseline.Linear;
import org.interfuse.baseline.Prevalence;
import org.interfuse.cohort.Split;
import org.interfuse.encoder.MlpEncoder;
import org.interfuse.fusion.GatedFusion;
import org.interfuse.head.ClassificationHead;
import org.interfuse.model.Combiner;
import org.interfuse.model.ModalityEncoder;
import org.interfuse.model.ModelSpec;
import org.interfuse.model.Strategy;
import org.interfuse.preprocessing.TablePreprocessing;
import org.interfuse.progress.Progress;
import org.interfuse.training.PlantedCohort;
import org.interfuse.training.TrainingSpec;
import org.junit.jupiter.api.Test;

/** What a fitted candidate holds in memory to predict. */
class MemoryTest {
  private static final TrainingSpec TRAINING =
      new TrainingSpec(2, 16, 1e-3, 1e-2, 0.05, 1, 0, 0.2, 7, 1);

  @Test
  void countsFourBytesAParameterOfEveryMemberAndEightACoefficient() {
    List<CandidateResult> results = run();

    CandidateResult gated = results.get(0);
    CandidateResult ensemble = results.get(1);
    double classWeights = 2 * 8e-6; // the head keeps them
    assertThat(gated.megabytes())
        .isCloseTo(4e-6 * gated.parameters() + classWeights, within(1e-12));
    assertThat(ensemble.megabytes()).isCloseTo(3 * gated.megabytes(), within(1e-12));
    assertThat(results.get(2).megabytes()).as("late, weights of 8 bytes").isPositive();
    // 4 + 6 + 5 columns and presence, one intercept a model, two class shares
    assertThat(results.get(3).megabytes() * 1e6).isBetween(8.0 * (15 + 3 + 2), 8.0 * 40);
    assertThat(results.get(4).megabytes()).as("two class shares").isCloseTo(16e-6, within(1e-12));
  }

  @SuppressWarnings("NullAway") // an array of a record may be null; its class file does not say so
  private static List<CandidateResult> run() {
    Split split = HandMade.split(60, 2, 1);
    TablePreprocessing table = new TablePreprocessing();
    Protocol protocol =
        new Protocol(
            PlantedCohort.of(60, 0, 8),
            split,
            List.of(table, table, table),
            null,
            1,
            HandMade.SEED,
            0.95);
    List<CandidateSpec> candidates =
        List.of(
            new NetworkCandidate("gated", model(Strategy.INTERMEDIATE), TRAINING),
            new NetworkCandidate(
                "ensemble", model(Strategy.INTERMEDIATE), TRAINING.withEnsemble(3)),
            new NetworkCandidate("weighted", model(Strategy.LATE), TRAINING),
            new BaselineCandidate("linear", new Linear()),
            new BaselineCandidate("prevalence", new Prevalence()));
    return new Comparison(protocol, candidates, 1).run(Progress.SILENT).candidates();
  }

  private static ModelSpec model(Strategy strategy) {
    return new ModelSpec(
        strategy,
        null,
        8,
        "linear",
        new GatedFusion.Spec(),
        Combiner.WEIGHTED,
        new MlpEncoder.Spec(),
        0,
        List.of("left", "right", "noise").stream()
            .map(name -> new ModalityEncoder(name, new MlpEncoder.Spec(), null))
            .toList(),
        Map.of("class", new ClassificationHead.Spec()),
        Map.of("class", 1.0));
  }
}
