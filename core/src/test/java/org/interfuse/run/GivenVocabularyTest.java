package org.interfuse.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.interfuse.file.Sha256;
import org.interfuse.finding.Findings;
import org.interfuse.model.SmallCohort;
import org.interfuse.progress.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A study whose texts are cut by a vocabulary beside it: it goes into the model. */
final class GivenVocabularyTest {
  @TempDir private Path folder;

  @Test
  void theModelHoldsTheVocabularyAndProvenanceItsDigest() throws IOException {
    List<String> rows = new ArrayList<>(List.of("id,mood,note"));
    for (int i = 0; i < 24; i++) {
      rows.add("s%d,%s,%s day %d".formatted(i, i % 2, i % 2 == 0 ? "Unhappy" : "happy", i % 3));
    }
    Files.write(folder.resolve("cohort.csv"), rows);
    Path vocabulary = Files.createDirectories(folder.resolve("bert")).resolve("vocab.txt");
    Files.write(vocabulary, List.of("[UNK]", "un", "##happy", "happy", "day", "0", "1", "2"));
    Path study = folder.resolve("study.yaml");
    Files.writeString(
        study,
        """
        interfuse: 1
        cohort: {table: cohort.csv, target: {type: classification, column: mood}}
        modalities:
          note: {source: text, columns: note, preprocessing: {file: bert/vocab.txt}}
        training: {epochs: 2, seed: 3}
        split: {folds: 3}
        """);
    LoadedStudy loaded = LoadedStudy.read(study, Progress.SILENT);
    Path file = folder.resolve("model.interfuse");
    double[][] expected;
    try (TrainedModel model = StudyFolder.train(loaded)) {
      expected = predictions(model);
      ModelFile.write(file, model);
    }

    assertThat(
            Provenance.of("train", loaded, 1)
                .path("data")
                .path("preprocessing_sha256")
                .path("note")
                .asString())
        .isEqualTo(Sha256.hexadecimal(Files.readAllBytes(vocabulary)));
    Files.delete(vocabulary);
    try (TrainedModel model = ModelFile.read(file)) {
      assertThat(predictions(model)).isDeepEqualTo(expected);
    }
  }

  private double[][] predictions(TrainedModel model) {
    NewData here = new NewData(folder, Map.of(), null, Set.of());
    PredictRun run = PredictRun.run(model, here, new Findings(), Progress.SILENT);
    return SmallCohort.rows(run.predicted().predictions().get(0));
  }
}
