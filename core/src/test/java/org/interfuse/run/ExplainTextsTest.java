package org.interfuse.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.interfuse.explain.Attributions;
import org.interfuse.explain.Contributions;
import org.interfuse.explain.Explanation;
import org.interfuse.explain.WordEffects;
import org.interfuse.finding.Findings;
import org.interfuse.model.SmallCohort;
import org.interfuse.progress.Progress;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What predictions of notes and a table rest on, against predictions for other notes and tables.
 */
final class ExplainTextsTest {
  private static final int SUBJECTS = 40;

  @TempDir private Path folder;

  private void write(Path data, String ageOfAll, String noteOfFirst) throws IOException {
    Files.createDirectories(data);
    SplittableRandom random = new SplittableRandom(17);
    StringBuilder rows = new StringBuilder("id,class,age,note\n");
    for (int i = 0; i < SUBJECTS; i++) {
      boolean ill = random.nextBoolean();
      double age = 20 + 10 * random.nextInt(5) + (ill ? 5 : 0);
      String note =
          "%s %s, %s".formatted(ill ? "pain" : "calm", word(random), i % 3 == 0 ? "pain" : "seen");
      rows.append(
          "s%d,%s,%s,\"%s\"\n"
              .formatted(
                  i,
                  ill ? "ill" : "well",
                  ageOfAll.isEmpty() ? String.format(Locale.ROOT, "%.1f", age) : ageOfAll,
                  i == 0 && !noteOfFirst.isEmpty() ? noteOfFirst : i % 7 == 6 ? "" : note));
    }
    Files.writeString(data.resolve("cohort.csv"), rows);
  }

  private static String word(SplittableRandom random) {
    return List.of("ward", "bed", "night").get(random.nextInt(3));
  }

  private TrainedModel train(String model, String modalities) throws IOException {
    write(folder, "", "");
    Path file =
        Files.writeString(
            folder.resolve("study.yaml"),
            """
            interfuse: 1
            cohort: {table: cohort.csv, id: id, target: {type: classification, column: class}}
            modalities:
              note: {source: text, columns: note, encoder: {type: bag-of-embeddings, width: 8}}
              %s
            model: %s
            training: {epochs: 12, batch: 8, learning_rate: 0.02, seed: 5}
            split: {folds: 2}
            """
                .formatted(modalities, model));
    return StudyFolder.train(LoadedStudy.read(file, Progress.SILENT));
  }

  private static NewData in(Path data) {
    return new NewData(data, Map.of(), null, Set.of());
  }

  private static double[] ill(TrainedModel model, Path data) {
    PredictRun run = PredictRun.run(model, in(data), new Findings(), Progress.SILENT);
    return Arrays.stream(SmallCohort.rows(run.predicted().predictions().get(0)))
        .mapToDouble(row -> row[1])
        .toArray();
  }

  private static ExplainRun explain(TrainedModel model, Path data, @Nullable String subject) {
    return ExplainRun.run(model, in(data), null, subject, new Findings(), Progress.SILENT);
  }

  @ParameterizedTest
  @CsvSource({"intermediate, concat", "intermediate, cross-attention", "late, concat"})
  void columnsAreAttributedWhileNotesStayAsTheyAre(String strategy, String fusion)
      throws IOException {
    String spec = "{strategy: %s, fusion: %s, width: 8}".formatted(strategy, fusion);
    try (TrainedModel model = train(spec, "person: {columns: age}")) {
      Explanation found = explain(model, folder, null).explanation();
      Contributions contributions = found.contributions().get(0);
      Attributions attributions = found.attributions().get(0);

      assertThat(found.held()).containsExactly("note");
      assertThat(contributions.modalities()).containsExactly("note", "person");
      assertThat(contributions.complete()).as("gap %s", contributions.gap()).isTrue();
      assertThat(attributions.features())
          .extracting(feature -> feature.modality() + "." + feature.prepared())
          .containsExactly("person.age");
      assertThat(attributions.incomplete()).as("gap %s", attributions.largestGap()).isZero();

      // at the baseline everybody's age is the mean of the training rows
      double mean =
          Files.readAllLines(folder.resolve("cohort.csv")).stream()
              .skip(1)
              .mapToDouble(line -> Double.parseDouble(line.split(",")[2]))
              .average()
              .orElseThrow();
      Path same = folder.resolve("same");
      write(same, String.valueOf(mean), "");
      double[] expected = ill(model, same);
      double[] here = ill(model, folder);
      for (int i = 0; i < SUBJECTS; i++) {
        assertThat(attributions.baselines()[i][0]).isCloseTo(expected[i], within(1e-5));
        assertThat((double) attributions.values()[0][i][0])
            .as("subject %d, seed 5", i)
            .isCloseTo(
                here[i] - expected[i], within(1e-5 + 0.011 * Math.abs(here[i] - expected[i])));
      }
    }
  }

  @Test
  void aWordAddsWhatThePredictionLosesWithoutIt() throws IOException {
    try (TrainedModel model = train("{fusion: concat, width: 8}", "person: {columns: age}")) {
      String note = "Pain at night, pain by day";
      Path with = folder.resolve("with");
      write(with, "", note);
      List<WordEffects> words = explain(model, with, "s0").words();
      double whole = ill(model, with)[0];

      assertThat(words).hasSize(1);
      WordEffects own = words.get(0);
      assertThat(own.modality()).isEqualTo("note");
      assertThat(own.words()).containsExactly("pain", "at", "night", "by", "day");
      List<String> left =
          List.of(" at night,  by day", "Pain  night, pain by day", "Pain at , pain by day");
      for (int w = 0; w < left.size(); w++) {
        Path without = folder.resolve("without" + w);
        write(without, "", left.get(w));
        assertThat(own.effects()[0][0][w])
            .as(own.words().get(w))
            .isCloseTo(whole - ill(model, without)[0], within(1e-6));
      }
      assertThat(own.largest(0, 0, 1)).extracting(WordEffects.Word::word).containsExactly("pain");
      assertThat(explain(model, with, null).words()).isEmpty();
      assertThat(explain(model, with, "s6").words()).as("has no note").isEmpty();
    }
  }

  @Test
  void theOnlyWordOfTheOnlyModalityIsWhatThePriorLacks() throws IOException {
    try (TrainedModel model = train("{strategy: unimodal, modality: note, width: 8}", "")) {
      Path with = folder.resolve("with");
      write(with, "", "pain");
      ExplainRun run = explain(model, with, "s0");
      Contributions contributions = run.explanation().contributions().get(0);
      Attributions attributions = run.explanation().attributions().get(0);

      assertThat(run.words().get(0).effects()[0][0][0])
          .isCloseTo(contributions.values()[0][0][0], within(1e-6));
      assertThat(attributions.features()).isEmpty();
      assertThat(attributions.incomplete()).isZero();
      assertThat(attributions.baselines()[0][0]).isEqualTo(contributions.predictions()[0][0]);
      Path files = folder.resolve("files");
      new ExplainFiles(run, files, false).write(3);
      try (var written = Files.list(files)) {
        assertThat(written.map(file -> file.getFileName().toString()))
            .containsExactlyInAnyOrder(
                "explanation.json",
                "subjects.csv",
                "contributions.csv",
                "completeness.csv",
                "features.csv");
      }
      assertThat(Files.readString(files.resolve("explanation.json"))).doesNotContain("pain");
    }
  }
}
