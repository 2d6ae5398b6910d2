package org.interfuse.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.interfuse.audit.AuditFinding.Severity;
import org.interfuse.baseline.Coordinates;
import org.interfuse.explain.Explanation;
import org.interfuse.finding.Findings;
import org.interfuse.image.ImageCache;
import org.interfuse.image.Pictures;
import org.interfuse.model.SmallCohort;
import org.interfuse.preprocessing.EarlyMerge;
import org.interfuse.preprocessing.PreparedCohort;
import org.interfuse.progress.Progress;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images and a table from the study file to predictions: stripes lie or stand. */
final class ImageStudyTest {
  private static final int SUBJECTS = 48;

  @TempDir private Path folder;

  @BeforeEach
  void writeFiles() throws IOException {
    System.setProperty(ImageCache.PROPERTY, folder.resolve("kept").toString());
    Files.createDirectories(folder.resolve("scans"));
    SplittableRandom random = new SplittableRandom(3);
    List<String> rows = new ArrayList<>(List.of("id,stripes,noise"));
    for (int i = 0; i < SUBJECTS; i++) {
      rows.add("s%d,%s,%.3f".formatted(i, i % 2 == 0 ? "lying" : "standing", random.nextDouble()));
      if (i % 8 != 7) {
        byte[] png = Pictures.file(stripes(i % 2 == 0, random), "png");
        Files.write(folder.resolve("scans/s%d.png".formatted(i)), png);
      }
    }
    Files.write(folder.resolve("cohort.csv"), rows);
  }

  private static BufferedImage stripes(boolean lying, SplittableRandom random) {
    BufferedImage image = new BufferedImage(20, 20, BufferedImage.TYPE_BYTE_GRAY);
    int from = random.nextInt(4);
    for (int y = 0; y < 20; y++) {
      for (int x = 0; x < 20; x++) {
        int light = ((lying ? y : x) + from) / 2 % 2 * 120;
        image.getRaster().setSample(x, y, 0, light + random.nextInt(100));
      }
    }
    return image;
  }

  private LoadedStudy study(String encoder, String more) throws IOException {
    Path file = folder.resolve("study.yaml");
    Files.writeString(
        file,
        """
        interfuse: 1
        cohort: {table: cohort.csv, id: id, target: {type: classification, column: stripes}}
        modalities:
          scan: {source: image, path: scans, preprocessing: {size: 16}, encoder: %s}
          table: {columns: [noise]}
        model: {width: 8}
        training: {epochs: 12, batch: 8, learning_rate: 0.01, seed: 5}
        split: {folds: 3}
        %s
        """
            .formatted(encoder, more));
    return LoadedStudy.read(file, Progress.SILENT);
  }

  private static final String SMALL = "{type: cnn, widths: [8, 16], augment: {crop: 1}}";

  private NewData here(String... without) {
    return new NewData(folder, Map.of(), null, Set.of(without));
  }

  private static double[][] predictions(TrainedModel model, NewData data) {
    PredictRun run = PredictRun.run(model, data, new Findings(), Progress.SILENT);
    return SmallCohort.rows(run.predicted().predictions().get(0));
  }

  @Test
  void learnsWhatIsSeenAndIsTheSameAfterSaving() throws IOException {
    Path file = folder.resolve("model.interfuse");
    double[][] expected;
    double[][] blind;
    try (TrainedModel model = StudyFolder.train(study(SMALL, ""))) {
      expected = predictions(model, here());
      blind = predictions(model, here("scan"));
      ModelFile.write(file, model);
    }
    int right = 0;
    for (int i = 0; i < SUBJECTS; i++) {
      right += i % 8 != 7 && expected[i][1] > 0.5 == (i % 2 == 1) ? 1 : 0;
    }
    assertThat(right).as("of 42 with an image, seed 5").isGreaterThan(38);
    try (TrainedModel model = ModelFile.read(file)) {
      assertThat(predictions(model, here())).isDeepEqualTo(expected);
      assertThat(predictions(model, here("scan"))).isDeepEqualTo(blind);
      assertThat(EncodeRun.run(model, here(), new Findings(), Progress.SILENT).fuses()).isTrue();
      ExplainRun run = ExplainRun.run(model, here(), null, "s0", new Findings(), Progress.SILENT);
      Explanation explained = run.explanation();
      assertThat(run.places()).hasSize(1);
      assertThat(run.places().get(0).grid(0, 0)).hasDimensions(8, 8);
      assertThat(explained.held()).containsExactly("scan");
      assertThat(explained.contributions().get(0).complete()).isTrue();
      assertThat(explained.attributions().get(0).incomplete()).isZero();
    }
  }

  @Test
  void theSameSeedGivesTheSameBits() throws IOException {
    double[][] first;
    try (TrainedModel model = StudyFolder.train(study(SMALL, ""))) {
      first = predictions(model, here());
    }
    try (TrainedModel model = StudyFolder.train(study(SMALL, ""))) {
      assertThat(predictions(model, here())).isDeepEqualTo(first);
    }
  }

  @Test
  void checkSaysWhatTheImagesAreAndWhoSharesThem() throws IOException {
    Files.copy(folder.resolve("scans/s0.png"), folder.resolve("scans/s7.png"));
    CheckRun run =
        CheckRun.run(
            study(
                SMALL,
                "comparison: {candidates: [{baseline: linear, merge: early}, {fusion: concat}]}"),
            Progress.SILENT);
    ModalityPicture scan = run.modalities().get(0);

    assertThat(scan.reading().describe())
        .isEqualTo("43 images (42 distinct), 20 × 20 pixels, grey");
    assertThat(scan.contents())
        .isEqualTo(
            "43 images (42 distinct), 20 × 20 pixels, grey; prepared: tokens of 1 × 16 × 16"
                + " numbers");
    assertThat(run.audit(Severity.LEAK))
        .filteredOn(finding -> finding.where().equals("modalities.scan"))
        .as("seed 5 parts s0 and s7")
        .isNotEmpty()
        .allMatch(finding -> finding.subjects().equals(List.of("s0", "s7")));
    assertThat(run.json().path("modalities").path(0).path("contents").asString())
        .startsWith("43 images");
  }

  /** Images have no columns of their own: a baseline that took theirs would learn nothing. */
  @Test
  void baselinesSeeThumbnails() throws IOException {
    LoadedStudy loaded = study(SMALL, "");
    int[] train = loaded.split().folds().get(0).train();
    PreparedCohort prepared =
        PreparedCohort.fit(loaded.cohort(), loaded.preprocessing(), train, "modalities")
            .apply(loaded.cohort());
    PreparedCohort tables = Coordinates.fit(prepared, train, 10).tables(prepared);

    assertThat(EarlyMerge.fit(tables, train).shape().names())
        .hasSize(66)
        .contains("scan.grey 1,1", "scan.grey 8,8", "scan present", "table.noise");
  }

  @Test
  void theDigestIsThatOfTheBytes() throws IOException {
    String before = DataDigest.of(study(SMALL, "").cohort().modality("scan"));
    assertThat(DataDigest.of(study(SMALL, "").cohort().modality("scan"))).isEqualTo(before);
    Files.write(folder.resolve("scans/s1.png"), Pictures.png(20, 20, 9));

    assertThat(DataDigest.of(study(SMALL, "").cohort().modality("scan"))).isNotEqualTo(before);
  }

  @Test
  void anEncoderOfTablesIsKnownWhenTheStudyIsRead() {
    assertThatThrownBy(() -> study("{type: mlp}", ""))
        .hasMessageContaining(
            "study.yaml:4 modalities.scan.encoder.type: expected an encoder that reads images, which"
                + " source image gives; found mlp, which reads tables; one of cnn,");
  }

  @Test
  void imagesTooSmallForTheNetworkAreRefused() throws IOException {
    LoadedStudy loaded =
        study("{type: resnet-18, width: 4}", "comparison: {candidates: [{fusion: concat}]}");

    assertThatThrownBy(() -> CheckRun.run(loaded, Progress.SILENT))
        .hasMessageContaining("images of 16 × 16 pixels are too small: the maps come down to");
  }
}
