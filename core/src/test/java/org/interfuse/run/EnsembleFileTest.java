package org.interfuse.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.interfuse.finding.FindingsException;
import org.interfuse.model.Combiner;
import org.interfuse.model.SmallCohort;
import org.interfuse.preprocessing.FittedCohort;
import org.interfuse.preprocessing.PreparedCohort;
import org.interfuse.progress.Progress;
import org.interfuse.target.Target;
import org.interfuse.tensor.Seed;
import org.interfuse.tensor.safetensors.ModelArchive;
import org.interfuse.tensor.safetensors.ModelFormat;
import org.interfuse.tensor.safetensors.SafetensorsReader;
import org.interfuse.training.NetworkFit;
import org.interfuse.training.NetworkTrainer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** All members of an ensemble are kept, each with its combiner. */
final class EnsembleFileTest {
  private static final String CLASS = "target: {type: classification, column: class}";

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource(Combiner.class)
  void predictsTheSameBitsAfterReading(Combiner combiner) throws IOException {
    String model = "{strategy: late, combiner: %s, width: 8}".formatted(combiner.text());
    assertSameBits(new StudyFolder(folder, 42, 61).write().study(CLASS, model, ""));
  }

  @Test
  void everyMemberMergesInputsByItsOwnRows() throws IOException {
    assertSameBits(
        new StudyFolder(folder, 42, 61).write().study(CLASS, "{strategy: early, width: 8}", ""));
  }

  private void assertSameBits(LoadedStudy loaded) throws IOException {
    Path file = folder.resolve("model.interfuse");
    double[][] before;
    try (TrainedModel model = train(loaded)) {
      before = SmallCohort.rows(PredictRun.predict(model, loaded.cohort()).predictions().get(0));
      ModelFile.write(file, model);
    }
    try (SafetensorsReader reader = ModelArchive.read(file)) {
      assertThat(reader.metadata()).containsEntry("version", ModelFormat.ENSEMBLE_VERSION);
      assertThat(reader.metadata()).doesNotContainKeys("parts", "combiner");
    }
    try (TrainedModel model = ModelFile.read(file)) {
      assertThat(model.network().members()).hasSize(2);
      assertThat(SmallCohort.rows(PredictRun.predict(model, loaded.cohort()).predictions().get(0)))
          .isDeepEqualTo(before);
    }
  }

  @Test
  void aListOfFewerThanTwoMembersIsAFault() throws IOException {
    LoadedStudy loaded =
        new StudyFolder(folder, 42, 61).write().study(CLASS, "{strategy: early, width: 8}", "");
    Path file = folder.resolve("model.interfuse");
    try (TrainedModel model = train(loaded)) {
      ModelFile.write(file, model);
    }
    Path broken = folder.resolve("broken.interfuse");
    try (SafetensorsReader reader = ModelArchive.read(file)) {
      var metadata = new java.util.LinkedHashMap<>(reader.metadata());
      metadata.remove("sha256");
      metadata.put("members", "[]");
      ModelArchive.write(broken, metadata, java.util.List.of());
    }
    org.assertj.core.api.Assertions.assertThatThrownBy(() -> ModelFile.read(broken))
        .isInstanceOf(FindingsException.class)
        .hasMessageContaining("broken.interfuse");
  }

  private static TrainedModel train(LoadedStudy loaded) {
    int[] all = SmallCohort.range(0, loaded.cohort().size());
    FittedCohort preprocessing =
        PreparedCohort.fit(loaded.cohort(), loaded.preprocessing(), all, "modalities");
    NetworkFit fit =
        new NetworkTrainer(
                "test",
                loaded.study().model(),
                loaded.study().training().withEnsemble(2),
                Progress.SILENT)
            .fit(preprocessing.apply(loaded.cohort()), all, null, new Seed(7));
    return new TrainedModel(
        loaded.study(),
        preprocessing,
        fit.network(),
        loaded.cohort().targets().stream().map(Target::schema).toList(),
        Json.object().put("epochs", 2),
        Provenance.of(loaded.cohort(), 7, 1));
  }
}
