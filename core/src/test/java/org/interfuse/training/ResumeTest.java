package org.interfuse.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.interfuse.finding.FindingsException;
import org.interfuse.model.ModelSpec;
import org.interfuse.model.NetworkPart;
import org.interfuse.model.Strategy;
import org.interfuse.preprocessing.PreparedCohort;
import org.interfuse.progress.Progress;
import org.interfuse.tensor.Parameter;
import org.interfuse.tensor.Seed;
import org.interfuse.tensor.Tensors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A training that was interrupted and goes on ends with the bits of one that was not. */
final class ResumeTest {
  private static final Seed SEED = new Seed(23);
  private static final TrainingSpec TRAINING =
      new TrainingSpec(12, 16, 3e-3, 1e-2, 0.05, 1, 12, 0.2, 7, 1);

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource(Strategy.class)
  void endsWithTheSameBits(Strategy strategy) {
    PreparedCohort data = data();
    ModelSpec spec =
        NetworkTrainerTest.spec(strategy, strategy == Strategy.UNIMODAL ? "left" : null);
    List<double[]> whole = weights(data, spec, Checkpoints.none(), Integer.MAX_VALUE);
    for (int stop : new int[] {1, 2, 5, 9}) {
      Checkpoints kept = new Checkpoints(folder.resolve(strategy + "-" + stop), Duration.ZERO);
      assertThatThrownBy(() -> weights(data, spec, kept, stop)).isInstanceOf(Killed.class);
      List<double[]> resumed = weights(data, spec, kept, Integer.MAX_VALUE);
      for (int p = 0; p < whole.size(); p++) {
        assertThat(resumed.get(p)).as("stopped at %d, %s", stop, SEED).isEqualTo(whole.get(p));
      }
    }
  }

  @Test
  void aDamagedCheckpointIsNamed() throws IOException {
    PreparedCohort data = data();
    ModelSpec spec = NetworkTrainerTest.spec(Strategy.INTERMEDIATE, null);
    Checkpoints kept = new Checkpoints(folder, Duration.ZERO);
    assertThatThrownBy(() -> weights(data, spec, kept, 3)).isInstanceOf(Killed.class);
    Path file = folder.resolve("network.checkpoint");
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
    assertThatThrownBy(() -> weights(data, spec, kept, Integer.MAX_VALUE))
        .isInstanceOf(FindingsException.class)
        .hasMessageContaining("network.checkpoint");
  }

  @Test
  void leavesNothingPartialBehind() throws IOException {
    ModelSpec spec = NetworkTrainerTest.spec(Strategy.INTERMEDIATE, null);
    Checkpoints kept = new Checkpoints(folder, Duration.ZERO);
    assertThatThrownBy(() -> weights(data(), spec, kept, 3)).isInstanceOf(Killed.class);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactly("network.checkpoint");
    }
  }

  private static PreparedCohort data() {
    return PlantedCohort.prepare(PlantedCohort.of(90, 0.2, 8), PlantedCohort.range(0, 90));
  }

  private static List<double[]> weights(
      PreparedCohort data, ModelSpec spec, Checkpoints checkpoints, int stop) {
    NetworkTrainer trainer =
        new NetworkTrainer("test", spec, TRAINING, new Killer(stop), EpochLog.NONE, checkpoints);
    try (NetworkFit fit = trainer.fit(data, PlantedCohort.range(0, 90), null, SEED)) {
      List<double[]> values = new ArrayList<>();
      for (NetworkPart part : fit.network().parts()) {
        for (Parameter parameter : part.model().parameters().all()) {
          values.add(Tensors.toDoubles(parameter.value()));
        }
      }
      fit.parts().forEach(part -> values.add(new double[] {part.bestEpoch()}));
      for (TrainingResult part : fit.parts()) {
        values.add(
            part.history().stream()
                .flatMap(epoch -> epoch.encoderGradientNorms().values().stream())
                .mapToDouble(Double::doubleValue)
                .toArray());
      }
      return values;
    }
  }

  /** Dies when a fit shows a certain step, counted over all parts. */
  private static final class Killer implements Progress {
    private int left;

    private Killer(int stop) {
      left = stop;
    }

    @Override
    public Task start(String name, long steps) {
      return new Task() {
        @Override
        public void step(long done, String detail) {
          if (left-- == 0) {
            throw new Killed();
          }
        }

        @Override
        public void close() {}
      };
    }

    @Override
    public void say(String line) {}
  }

  private static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}
