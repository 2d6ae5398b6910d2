package org.interfuse.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.interfuse.audit.AuditFinding;
import org.interfuse.audit.AuditFinding.Severity;
import org.interfuse.finding.Findings;
import org.interfuse.image.ImageCache;
import org.interfuse.image.Pictures;
import org.interfuse.model.SmallCohort;
import org.interfuse.progress.Progress;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Videos and signals from the study file to predictions; only the order of frames tells. */
final class FramesStudyTest {
  private static final int SUBJECTS = 72;
  private static final int TRAINED = 48;
  private static final int FRAMES = 4;

  @TempDir private Path folder;

  @BeforeEach
  void writeTables() throws IOException {
    System.setProperty(ImageCache.PROPERTY, folder.resolve("kept").toString());
    SplittableRandom random = new SplittableRandom(7);
    List<String> cohort = new ArrayList<>(List.of("id,way,part"));
    List<String> signal = new ArrayList<>(List.of("id,second,level,noise"));
    for (int i = 0; i < SUBJECTS; i++) {
      String part = i < TRAINED ? "train" : "test";
      cohort.add("s%d,%s,%s".formatted(i, i % 2 == 0 ? "right" : "left", part));
      for (int t = 0; t < FRAMES; t++) {
        signal.add("s%d,%.2f,%d,%.2f".formatted(i, 0.5 * t, place(i, t), random.nextDouble()));
      }
    }
    Files.write(folder.resolve("cohort.csv"), cohort);
    Files.write(folder.resolve("signal.csv"), signal);
  }

  /** The same places in both directions. */
  private static int place(int subject, int t) {
    int[] places = {1, 4, 8, 11};
    return places[subject % 2 == 0 ? t : FRAMES - 1 - t];
  }

  private void writeVideos() throws IOException {
    SplittableRandom random = new SplittableRandom(8);
    for (int i = 0; i < SUBJECTS; i++) {
      Path own = Files.createDirectories(folder.resolve("videos/s" + i));
      int height = random.nextInt(10);
      for (int t = 0; t < FRAMES; t++) {
        Files.write(
            own.resolve("frame_%d.png".formatted(8 + t)), // 8, 9, 10, 11
            Pictures.file(square(place(i, t), height, random), "png"));
      }
    }
  }

  private static BufferedImage square(int left, int top, SplittableRandom random) {
    BufferedImage image = new BufferedImage(16, 16, BufferedImage.TYPE_BYTE_GRAY);
    for (int y = 0; y < 16; y++) {
      for (int x = 0; x < 16; x++) {
        boolean inside = x >= left && x < left + 4 && y >= top && y < top + 4;
        image.getRaster().setSample(x, y, 0, (inside ? 200 : 20) + random.nextInt(30));
      }
    }
    return image;
  }

  private static final String VIDEO =
      """
        video:
          source: frames
          path: videos
          preprocessing: {size: 16}
          encoder: {type: cnn, widths: [8, 16], frames: {width: 16, layers: 1, dropout: 0}}
      """;

  private static final String SIGNAL =
      """
        signal:
          source: frames
          of: features
          path: signal.csv
          time: second
          encoder: {type: frame-transformer, width: 16, layers: 1, pooling: attention}
      """;

  private LoadedStudy study(String... modalities) throws IOException {
    Path file = folder.resolve("study.yaml");
    Files.writeString(
        file,
        """
        interfuse: 1
        cohort: {table: cohort.csv, target: {type: classification, column: way}}
        modalities:
        %s
        model: {width: 8}
        training: {epochs: 25, batch: 16, learning_rate: 0.01, seed: 5}
        split: {column: part}
        comparison: {candidates: [%s]}
        """
            .formatted(
                String.join("", modalities).stripTrailing(),
                modalities.length > 1 ? "{fusion: concat}" : "{strategy: unimodal}"));
    return LoadedStudy.read(file, Progress.SILENT);
  }

  private NewData here(String... without) {
    return new NewData(folder, Map.of(), null, Set.of(without));
  }

  private static double[][] predictions(TrainedModel model, NewData data) {
    PredictRun run = PredictRun.run(model, data, new Findings(), Progress.SILENT);
    return SmallCohort.rows(run.predicted().predictions().get(0));
  }

  /** Of those that were not trained on. */
  private static int right(double[][] predictions) {
    int right = 0;
    for (int i = TRAINED; i < SUBJECTS; i++) {
      right += predictions[i][1] > 0.5 == (i % 2 == 0) ? 1 : 0;
    }
    return right;
  }

  /** Trained on the training part alone, saved, read back, with and without the modality. */
  private void learns(String modality, String... written) throws IOException {
    LoadedStudy study = study(written);
    Path file = folder.resolve("model.interfuse");
    double[][] expected;
    int[] train = study.split().folds().get(0).train();
    try (TrainedModel model = StudyFolder.train(study, train, 15)) {
      expected = predictions(model, here());
      ModelFile.write(file, model);
    }
    assertThat(right(expected)).as("of 24, chance 12, %s, seed 5", modality).isGreaterThan(21);
    try (TrainedModel model = ModelFile.read(file)) {
      assertThat(predictions(model, here())).isDeepEqualTo(expected);
      ExplainRun run = ExplainRun.run(model, here(), null, "s0", new Findings(), Progress.SILENT);
      assertThat(run.places()).hasSize(modality.equals("video") ? FRAMES : 0);
      assertThat(run.explanation().held()).containsExactly(modality);
      assertThat(predictions(model, here(modality))[0])
          .isEqualTo(predictions(model, here(modality))[1]);
    }
  }

  @Test
  void imagesInTimeTellWhichWayASquareMoves() throws IOException {
    writeVideos();
    learns("video", VIDEO);
  }

  @Test
  void numbersInTimeTellWhichWayALevelGoes() throws IOException {
    learns("signal", SIGNAL);
  }

  @Test
  void checkSaysWhatTheFramesAreAndWhoSharesThem() throws IOException {
    writeVideos();
    List<String> lines = new ArrayList<>(Files.readAllLines(folder.resolve("signal.csv")));
    for (int t = 0; t < FRAMES; t++) { // the last test subject is a copy of the first training one
      lines.set(
          lines.size() - FRAMES + t,
          lines.get(1 + t).replaceFirst("^s0,", "s" + (SUBJECTS - 1) + ","));
    }
    Files.write(folder.resolve("signal.csv"), lines);
    CheckRun run = CheckRun.run(study(VIDEO, SIGNAL), Progress.SILENT);

    assertThat(run.modalities().get(0).contents())
        .startsWith("288 frames")
        .endsWith("4 a subject, 16 × 16 pixels, grey; prepared: frames of 1 × 16 × 16 numbers");
    ModalityPicture signal = run.modalities().get(1);
    assertThat(signal.contents())
        .isEqualTo("288 frames of 2 numbers, 4 a subject; prepared: frames of 2 numbers");
    assertThat(signal.missing()).isZero();
    assertThat(run.audit(Severity.LEAK))
        .filteredOn(finding -> finding.where().equals("modalities.signal"))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.toString()).contains("subjects with the same frames");
              assertThat(finding.subjects()).containsExactly("s0", "s" + (SUBJECTS - 1));
            });
  }

  /** Of tables and of frames it is the same leak. */
  @Test
  void framesAfterTheIndexTimeAreALeak() throws IOException {
    List<String> cohort = new ArrayList<>(List.of("id,way,part,asked"));
    List<String> visits = new ArrayList<>(List.of("id,when,year,compact,level"));
    for (int i = 0; i < SUBJECTS; i++) {
      cohort.add("s%d,%s,train,2020-06-30".formatted(i, i % 2 == 0 ? "right" : "left"));
      for (int t = 0; t < FRAMES; t++) {
        String day = "202%d-06-%02d".formatted(i < 2 && t > 1 ? 1 : 0, 20 + t);
        visits.add(
            "s%d,%sT08:00,%s,%s,%d"
                .formatted(i, day, day.substring(0, 4), day.replace("-", ""), place(i, t)));
      }
    }
    Files.write(folder.resolve("cohort.csv"), cohort);
    Files.write(folder.resolve("visits.csv"), visits);
    Path file = folder.resolve("study.yaml");
    String text =
        """
        interfuse: 1
        cohort: {table: cohort.csv, index_time: asked, target: {type: classification, column: way}}
        modalities:
          dated: {source: frames, of: features, path: visits.csv, time: when, columns: level}
          yearly: {source: frames, of: features, path: visits.csv, time: year, columns: level}
          early: {source: frames, of: features, path: visits.csv, time: when, columns: level, every: 4}
          number: {source: frames, of: features, path: visits.csv, columns: [level, compact]}
        split: {folds: 2}
        """;
    Files.writeString(file, text);

    CheckRun run = CheckRun.run(LoadedStudy.read(file, Progress.SILENT), Progress.SILENT);

    assertThat(run.audit(Severity.LEAK))
        .filteredOn(finding -> finding.audit().equals("date"))
        .extracting(finding -> finding.where() + ": " + finding.found(), this::evidence)
        .containsExactlyInAnyOrder(
            tuple("modalities.dated: has frames later than the index time", "2 of 72"),
            tuple("modalities.yearly: has frames later than the index time", "2 of 72"),
            tuple(
                "modalities.number, column compact: holds dates later than the index time",
                "2 of 72"));
    Files.writeString(file, text.replace("index_time: asked, ", ""));
    assertThat(
            CheckRun.run(LoadedStudy.read(file, Progress.SILENT), Progress.SILENT)
                .audit(Severity.LEAK))
        .noneMatch(finding -> finding.audit().equals("date"));
  }

  private String evidence(AuditFinding finding) {
    List<AuditFinding.Evidence> last =
        finding.evidence().subList(finding.evidence().size() - 2, finding.evidence().size());
    return "%.0f of %.0f".formatted(last.get(1).value(), last.get(0).value());
  }

  @Test
  void theDigestIsOfNumbersAndTimes() throws IOException {
    for (int i = 0; i < SUBJECTS; i++) {
      Path own = Files.createDirectories(folder.resolve("videos/s" + i));
      Files.write(own.resolve("frame_8.png"), Pictures.png(3, 2, i));
      Files.write(own.resolve("frame_9.png"), Pictures.png(3, 2, 0));
    }
    String before = DataDigest.of(study(SIGNAL).cohort().modality("signal"));
    String video = DataDigest.of(study(VIDEO).cohort().modality("video"));
    List<String> lines = new ArrayList<>(Files.readAllLines(folder.resolve("signal.csv")));
    lines.set(2, lines.get(2).replace(",0.50,", ",0.75,"));
    Files.write(folder.resolve("signal.csv"), lines);
    Files.move(folder.resolve("videos/s1/frame_8.png"), folder.resolve("videos/s1/frame_80.png"));

    assertThat(DataDigest.of(study(SIGNAL).cohort().modality("signal"))).isNotEqualTo(before);
    assertThat(DataDigest.of(study(VIDEO).cohort().modality("video"))).isNotEqualTo(video);
  }
}
