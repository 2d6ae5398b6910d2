package org.interfuse.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.interfuse.model.Combiner;
import org.interfuse.model.SmallCohort;
import org.interfuse.model.SmallCohort.Kind;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What merges the parts of a late network is kept with them. */
final class CombinerFileTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "MEAN, COX",
    "WEIGHTED, CLASSIFICATION",
    "WEIGHTED, COX",
    "STACKING, CLASSIFICATION",
    "STACKING, MULTILABEL",
    "STACKING, REGRESSION",
    "STACKING, COX"
  })
  void predictsTheSameBitsAfterReading(Combiner combiner, Kind kind) throws IOException {
    StudyFolder files = new StudyFolder(folder, 42, 61).write();
    LoadedStudy loaded =
        files.study(
            "target: " + StudyFolder.target(kind),
            "{strategy: late, combiner: %s, width: 8, head: {type: %s}}"
                .formatted(combiner.text(), kind.name().toLowerCase(Locale.ROOT)),
            "");
    Path file = folder.resolve("model.interfuse");
    double[][] before;
    try (TrainedModel model = StudyFolder.train(loaded)) {
      assertThat(model.study().model().combiner()).isEqualTo(combiner);
      before = rows(model, loaded);
      ModelFile.write(file, model);
    }
    try (TrainedModel model = ModelFile.read(file)) {
      assertThat(rows(model, loaded)).isDeepEqualTo(before);
      assertThat(model.network().members().get(0).combiner().getClass().getSimpleName())
          .isEqualToIgnoringCase(combiner.text());
    }
  }

  private static double[][] rows(TrainedModel model, LoadedStudy loaded) {
    return SmallCohort.rows(PredictRun.predict(model, loaded.cohort()).predictions().get(0));
  }
}
