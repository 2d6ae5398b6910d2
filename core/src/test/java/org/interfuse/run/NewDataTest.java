package org.interfuse.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.interfuse.finding.Findings;
import org.interfuse.finding.FindingsException;
import org.interfuse.progress.Progress;
import org.interfuse.study.Study;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** New data whose ids stand in a file of their own. */
final class NewDataTest {
  private static final String STUDY =
      """
      interfuse: 1
      cohort: {table: cohort.csv, id: id, target: {type: regression, column: y}}
      modalities:
        x: {source: sparse, path: x.mtx, ids: ids.txt, names: names.txt}
      training: {epochs: 1, batch: 4}
      split: {folds: 3}
      """;

  @TempDir private Path folder;
  private Path trained;

  @BeforeEach
  void train() throws IOException {
    trained = write("trained", "s", STUDY);
    try (TrainedModel model =
        StudyFolder.train(LoadedStudy.read(trained.resolve("study.yaml"), Progress.SILENT))) {
      ModelFile.write(folder.resolve("model.interfuse"), model);
    }
  }

  /** Nine subjects by two columns. */
  private Path write(String name, String prefix, String study) throws IOException {
    Path to = Files.createDirectories(folder.resolve(name));
    StringBuilder mtx = new StringBuilder("%%MatrixMarket matrix coordinate real general\n9 2 9\n");
    StringBuilder ids = new StringBuilder();
    StringBuilder cohort = new StringBuilder("id,y\n");
    for (int i = 1; i <= 9; i++) {
      mtx.append("%d %d %d%n".formatted(i, i % 2 + 1, i));
      ids.append(prefix).append(i).append('\n');
      cohort.append("%s%d,%d%n".formatted(prefix, i, i % 4));
    }
    Files.writeString(to.resolve("x.mtx"), mtx);
    Files.writeString(to.resolve("ids.txt"), ids);
    Files.writeString(to.resolve("cohort.csv"), cohort);
    Files.writeString(to.resolve("names.txt"), "v\nw\n");
    Files.writeString(to.resolve("study.yaml"), study);
    return to;
  }

  private List<String> ids(NewData data) throws IOException {
    try (TrainedModel model = ModelFile.read(folder.resolve("model.interfuse"))) {
      return PredictRun.run(model, data, new Findings(), Progress.SILENT).cohort().ids();
    }
  }

  private NewData byHand(String... options) {
    Map<String, String> files = new LinkedHashMap<>();
    for (int k = 0; k < options.length; k += 2) {
      files.put(options[k], folder.resolve("new").resolve(options[k + 1]).toString());
    }
    return new NewData(folder, Map.of("x", files), null, Set.of());
  }

  @Test
  void anotherFileNeedsIdsAndNamesOfItsOwn() throws IOException {
    write("new", "n", STUDY);
    assertThatThrownBy(() -> ids(byHand("path", "x.mtx")))
        .isInstanceOf(FindingsException.class)
        .hasMessageContaining(
            "modality 'x': another file must come with ids of its own, not the study's; found none;"
                + " say '--ids x=FILE'")
        .hasMessageContaining("say '--names x=FILE'");
    assertThat(ids(byHand("path", "x.mtx", "ids", "ids.txt", "names", "names.txt")))
        .contains("n1", "n9")
        .doesNotContain("s1");
    Files.writeString(folder.resolve("new/cells.csv"), "id,column,value\nc1,v,2\nc2,w,1\n");
    assertThat(ids(byHand("path", "cells.csv"))).as("it has ids").contains("c1", "c2");
  }

  @Test
  void aStudysIdsAreThoseOfItsOwnFile() throws IOException {
    Path other = write("other", "o", STUDY.replace("ids.txt", "others.txt"));
    Files.move(other.resolve("ids.txt"), other.resolve("others.txt"));
    Files.writeString(other.resolve("ids.txt"), "no ids of these rows");
    NewData named = new NewData(Path.of("nowhere"), Map.of(), null, Set.of());
    assertThat(ids(NewData.ofStudy(Study.read(other.resolve("study.yaml")), named)))
        .containsExactly("o1", "o2", "o3", "o4", "o5", "o6", "o7", "o8", "o9");
  }

  @Test
  void aTableHasNoFileOfIds() throws IOException {
    write("new", "n", STUDY);
    LoadedStudy study =
        new StudyFolder(folder.resolve("tables"), 20, 3)
            .write()
            .study(
                org.interfuse.model.Strategy.EARLY,
                org.interfuse.model.SmallCohort.Kind.REGRESSION);
    NewData data = new NewData(folder, Map.of("a", Map.of("ids", "ids.txt")), null, Set.of());
    try (TrainedModel model = StudyFolder.train(study)) {
      assertThatThrownBy(() -> PredictRun.run(model, data, new Findings(), Progress.SILENT))
          .hasMessage(
              "modality 'a': a file of ids can be given to sources that read one; found source"
                  + " 'table'.");
    }
  }
}
