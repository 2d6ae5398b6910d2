package org.interfuse.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.interfuse.cohort.CohortModality;
import org.interfuse.evaluation.Metric;
import org.interfuse.evaluation.Metrics;
import org.interfuse.model.Strategy;
import org.interfuse.preprocessing.PreparedCohort;
import org.interfuse.progress.Progress;
import org.interfuse.target.Prediction;
import org.interfuse.target.Target;
import org.interfuse.tensor.Seed;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a training says of each modality: its gradients, and what it says alone. Seed 29. */
class ModalityProbeTest {
  private static final Seed SEED = new Seed(29);
  private static final int[] TRAIN = PlantedCohort.range(0, 90);

  /** One step an epoch, so that the mean norm of an epoch is that of its last step. */
  private static final TrainingSpec TRAINING =
      new TrainingSpec(6, 90, 3e-3, 1e-2, 0.05, 1, 6, 0.2, 7, 1);

  private final List<EpochRecord> epochs = new ArrayList<>();
  private final List<ModalityProbe> probes = new ArrayList<>();
  private PreparedCohort data;

  @BeforeEach
  void prepare() {
    data = PlantedCohort.prepare(PlantedCohort.of(90, 0.2, 8), TRAIN);
  }

  @Test
  void theProbeIsTheMetricOfTheNetworkOnACohortWithThatModalityAlone() {
    Target target = data.cohort().targets().get(0);
    Metric metric = Metrics.primary(target.schema());
    int[] held =
        HeldOut.of(target, TRAIN, null, TRAINING.validation(), SEED.at("held out")).validation();
    try (NetworkFit fit = fit(Strategy.INTERMEDIATE)) {
      assertThat(probes).hasSize(1);
      ModalityProbe probe = probes.get(0);
      assertThat(probe.metric()).isEqualTo(metric.name());
      List<CohortModality> modalities = data.cohort().modalities();
      for (int m = 0; m < modalities.size(); m++) {
        boolean[] alone = new boolean[modalities.size()];
        alone[m] = true;
        int[] who = Arrays.stream(held).filter(modalities.get(m)::has).toArray();
        Prediction said = fit.network().predict(data.withOnly(alone), who).predictions().get(0);
        double expected = metric.compute(target.select(who), said, target.select(who));
        assertThat(probe.alone().get(modalities.get(m).name()))
            .as(modalities.get(m).name())
            .isCloseTo(expected, within(1e-9));
        assertThat(probe.having()).containsEntry(modalities.get(m).name(), who.length);
      }
    }
  }

  @Test
  void theGradientsOfTheEncodersArePartOfTheWhole() {
    try (NetworkFit fit = fit(Strategy.INTERMEDIATE)) {
      assertThat(epochs).isNotEmpty();
      assertThat(fit.parts().get(0).history()).isEqualTo(epochs);
      for (EpochRecord epoch : epochs) {
        Map<String, Double> norms = epoch.encoderGradientNorms();
        assertThat(norms).hasSameSizeAs(data.cohort().modalities());
        assertThat(norms.values()).allMatch(norm -> norm > 0);
        double squares = norms.values().stream().mapToDouble(norm -> norm * norm).sum();
        assertThat(Math.sqrt(squares)).isLessThan(epoch.gradientNorm());
      }
    }
  }

  @Test
  void aNetworkOfOneModalityHasNothingToCompare() {
    try (NetworkFit fit = fit(Strategy.LATE)) {
      assertThat(fit.parts()).hasSizeGreaterThan(1);
      assertThat(probes).isEmpty();
      assertThat(epochs).allMatch(epoch -> epoch.encoderGradientNorms().isEmpty());
    }
  }

  private NetworkFit fit(Strategy strategy) {
    EpochLog log =
        new EpochLog() {
          @Override
          public void epoch(String part, EpochRecord epoch) {
            epochs.add(epoch);
          }

          @Override
          public void probed(String part, ModalityProbe probe) {
            probes.add(probe);
          }
        };
    return new NetworkTrainer(
            "test",
            NetworkTrainerTest.spec(strategy, null),
            TRAINING,
            Progress.SILENT,
            log,
            Checkpoints.none())
        .fit(data, TRAIN, null, SEED);
  }
}
