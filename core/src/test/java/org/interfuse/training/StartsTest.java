package org.interfuse.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bytedeco.javacpp.PointerScope;
import org.interfuse.cohort.Cohort;
import org.interfuse.model.ModelSpec;
import org.interfuse.model.PartPlan;
import org.interfuse.model.Pretraining;
import org.interfuse.model.Strategy;
import org.interfuse.preprocessing.PreparedCohort;
import org.interfuse.progress.Progress;
import org.interfuse.tensor.Parameter;
import org.interfuse.tensor.Parameters;
import org.interfuse.tensor.Seed;
import org.interfuse.tensor.Tensors;
import org.junit.jupiter.api.Test;

class StartsTest {
  private static final Seed SEED = new Seed(31);
  private static final int[] TRAIN = PlantedCohort.range(0, 60);

  private static ModelSpec spec(Strategy strategy) {
    ModelSpec plain = NetworkTrainerTest.spec(strategy, null);
    return new ModelSpec(
        plain.strategy(),
        plain.modality(),
        plain.width(),
        plain.projection(),
        plain.fusion(),
        plain.combiner(),
        plain.early(),
        plain.modalityDropout(),
        Pretraining.UNIMODAL,
        plain.encoders(),
        plain.heads(),
        plain.targetWeights());
  }

  private static TrainingSpec training(int epochs) {
    return new TrainingSpec(epochs, 16, 1e-2, 1e-2, 0.05, 1, 20, 0.2, 7, 1).withEnsemble(1);
  }

  private static NetworkJob job(PreparedCohort data, ModelSpec model) {
    PartTrainer trainer =
        new PartTrainer(
            "test",
            "",
            model,
            training(4),
            4,
            true,
            Progress.SILENT,
            EpochLog.NONE,
            Checkpoints.none());
    HeldOut rows = HeldOut.of(data.cohort().targets().get(0), TRAIN, null, 0.2, SEED);
    return new NetworkJob(trainer, data, rows, List.of(), SEED);
  }

  private static PreparedCohort data(int subjects, long seed) {
    return PlantedCohort.prepare(PlantedCohort.of(subjects, 0.2, seed), TRAIN);
  }

  private static Map<String, double[]> values(Parameters parameters) {
    Map<String, double[]> values = new TreeMap<>();
    try (PointerScope scope = new PointerScope()) {
      for (Parameter parameter : parameters.all()) {
        values.put(parameter.name(), Tensors.toDoubles(parameter.value()));
      }
    }
    return values;
  }

  /** Values of the network of all modalities before its first step. */
  private static Map<String, double[]> started(NetworkJob job) {
    List<TrainingResult> results = new ArrayList<>();
    try (Starts starts = Starts.of(job, results);
        PartFit fit = job.open(job.plans().get(0), results.size(), starts)) {
      return values(fit.finish().model().parameters());
    }
  }

  @Test
  void encodersAndProjectionsStartAsNetworksOfOneModalityLeftThem() {
    NetworkJob job = job(data(80, 6), spec(Strategy.INTERMEDIATE));
    Map<String, double[]> started = started(job);
    List<PartPlan> plans = PartPlan.starts(job.trainer().model());
    assertThat(plans)
        .extracting(PartPlan::name)
        .containsExactly("start left", "start right", "start noise");

    Map<String, double[]> fresh;
    try (PartFit fit = job.open(job.plans().get(0), 0)) {
      fresh = values(fit.finish().model().parameters());
    }
    for (PartPlan plan : plans) {
      try (PartFit alone = job.open(plan, 0)) {
        alone.train();
        Map<String, double[]> trained = values(alone.finish().model().parameters());
        trained.forEach(
            (name, values) -> {
              if (name.startsWith("encoder.") || name.startsWith("projection.")) {
                assertThat(started.get(name)).as(name).containsExactly(values);
                assertThat(fresh.get(name)).as(name + " of fresh weights").isNotEqualTo(values);
              }
            });
      }
    }
    started.forEach(
        (name, values) -> {
          if (name.startsWith("fusion.") || name.startsWith("head.")) {
            assertThat(values).as(name).containsExactly(fresh.get(name));
          }
        });
  }

  /** Law 5: another test part, other held-out features and targets, the same start. */
  @Test
  void nobodyOutsideTheTrainingRowsHasASayInTheStart() {
    Cohort some = PlantedCohort.of(80, 0.2, 6);
    PreparedCohort all = PlantedCohort.prepare(some, TRAIN);
    PreparedCohort alone = PlantedCohort.prepare(some.select(TRAIN), TRAIN);

    Map<String, double[]> left = started(job(all, spec(Strategy.INTERMEDIATE)));
    Map<String, double[]> right = started(job(alone, spec(Strategy.INTERMEDIATE)));

    left.forEach((name, values) -> assertThat(right.get(name)).as(name).containsExactly(values));
  }

  @Test
  void epochsOfStartsComeBeforeThoseOfTheNetworkAndCanBeRunAgain() {
    PreparedCohort data = data(80, 6);
    NetworkTrainer trainer =
        new NetworkTrainer("test", spec(Strategy.INTERMEDIATE), training(4), Progress.SILENT);
    List<Integer> epochs;
    try (NetworkFit fit = trainer.fit(data, TRAIN, null, SEED)) {
      assertThat(fit.parts())
          .extracting(TrainingResult::start)
          .containsExactly(true, true, true, false);
      assertThat(fit.network().members().get(0).parts()).hasSize(1);
      assertThat(fit.validationLoss()).isEqualTo(fit.parts().get(3).bestLoss());
      epochs = fit.bestEpochs();
    }
    try (NetworkFit fit = trainer.fitFor(epochs, data, TRAIN, null, SEED)) {
      assertThat(fit.bestEpochs()).isEqualTo(epochs);
    }
  }

  @Test
  void otherStrategiesHaveNothingToStartFrom() {
    for (Strategy strategy : List.of(Strategy.LATE, Strategy.EARLY)) {
      assertThat(PartPlan.starts(spec(strategy))).isEmpty();
    }
  }
}
