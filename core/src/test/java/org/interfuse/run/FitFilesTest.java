package org.interfuse.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.interfuse.comparison.FitKey;
import org.interfuse.comparison.Outcome;
import org.interfuse.tensor.safetensors.Figures;
import org.interfuse.tensor.safetensors.ModelArchive;
import org.interfuse.tensor.safetensors.NamedTensor;
import org.interfuse.tensor.safetensors.SafetensorsReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept of a finished fit. */
class FitFilesTest {
  private static final FitKey KEY = new FitKey("gated", 1, 0);
  private static final Outcome OUTCOME =
      new Outcome(
          1,
          0,
          List.of(),
          new boolean[] {true, false},
          List.of(7),
          12,
          0.5,
          Map.of("trial", "2 of 4"),
          List.of(),
          1.25,
          0.048);

  @TempDir Path folder;

  @Test
  void timeAndMemoryComeBack() {
    FitFiles files = files();
    files.keep(KEY, OUTCOME);

    Outcome found = files.find(KEY).orElseThrow();

    assertThat(found.latencyMillis()).isEqualTo(1.25);
    assertThat(found.megabytes()).isEqualTo(0.048);
    assertThat(found.choices()).containsEntry("trial", "2 of 4");
  }

  @Test
  void aFitThatWasKeptBeforeMemoryWasKnownIsRead() throws IOException {
    FitFiles files = files();
    files.keep(KEY, OUTCOME);
    Path file;
    try (Stream<Path> all = Files.list(folder)) {
      file = all.findFirst().orElseThrow();
    }
    List<NamedTensor> tensors = new ArrayList<>();
    Map<String, String> metadata;
    try (SafetensorsReader reader = ModelArchive.read(file)) {
      metadata = new HashMap<>(reader.metadata());
      metadata.remove("sha256"); // the archive writes its own
      double[] figures = Figures.read(reader, "figures");
      tensors.add(Figures.named("figures", Arrays.copyOf(figures, 5)));
      for (String name : List.of("by_prior", "best_epochs")) {
        tensors.add(Figures.named(name, Figures.read(reader, name)));
      }
    }
    ModelArchive.write(file, metadata, tensors);

    Outcome found = files.find(KEY).orElseThrow();

    assertThat(found.latencyMillis()).isEqualTo(1.25);
    assertThat(found.megabytes()).isNaN();
  }

  private FitFiles files() {
    return new FitFiles(folder, "compare", List.of(), Duration.ofMinutes(1));
  }
}
