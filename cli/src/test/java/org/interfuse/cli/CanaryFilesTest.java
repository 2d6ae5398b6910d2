package org.interfuse.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.interfuse.cli.CanaryTest.assertFilesKept;
import static org.interfuse.cli.CanaryTest.assertKept;
import static org.interfuse.cli.CanaryTest.succeeds;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.interfuse.image.ImageCache;
import org.interfuse.image.Pictures;
import org.interfuse.source.NpyFiles;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Law 9 where files and folders are called by the ids of subjects: texts, images and frames. */
class CanaryFilesTest {
  private static final String STUDY =
      """
      interfuse: 1
      study: canary
      cohort: {table: cohort.csv, id: subject, target: {type: classification, column: class}}
      modalities:
        notes: {source: text, path: notes, encoder: {type: bag-of-embeddings, width: 8}}
        scan:
          source: image
          path: scans
          preprocessing: {size: 8}
          encoder: {type: cnn, widths: [4]}
        video:
          source: frames
          path: videos
          preprocessing: {size: 8}
          encoder: {type: cnn, widths: [4], frames: {width: 8, layers: 1}}
        walk:
          source: frames
          of: features
          path: walks
          encoder: {type: frame-transformer, width: 8, layers: 1}
        visits:
          source: frames
          of: features
          path: visits.csv
          time: when
          encoder: {type: frame-transformer, width: 8, layers: 1}
      model: {width: 8}
      training: {epochs: 1, batch: 18}
      split: {folds: 2}
      comparison: {candidates: [{baseline: linear}, {fusion: concat}]}
      """;

  @TempDir private Path folder;
  private final CanaryCohort cohort = new CanaryCohort();
  private Path data = Path.of("");

  /** Changes the files of a cohort. */
  private interface Change {
    void make(Path data) throws IOException;
  }

  @BeforeEach
  void write() throws IOException {
    System.setProperty(ImageCache.PROPERTY, folder.resolve("data/kept").toString());
    data = cohort.write(folder.resolve("data"));
    Files.createDirectories(data.resolve("scans"));
    Files.createDirectories(data.resolve("walks"));
    Files.createDirectories(data.resolve("notes"));
    StringBuilder visits = new StringBuilder("subject,when,level\n");
    for (int i = 0; i < CanaryCohort.SUBJECTS; i++) {
      String id = id(i);
      Files.writeString(data.resolve("notes/%s.txt".formatted(id)), "zqword%dx fever".formatted(i));
      Files.write(data.resolve("scans/%s.png".formatted(id)), Pictures.png(8, 8, i));
      Files.write(
          data.resolve("walks/%s.npy".formatted(id)), NpyFiles.of(new int[] {2, 2}, i, 2, i, i));
      Path own = Files.createDirectories(data.resolve("videos").resolve(id));
      for (int t = 0; t < 2; t++) {
        Files.write(own.resolve("%s_%d.png".formatted(id, t)), Pictures.png(8, 8, i + t));
        visits.append("%s,17%02d-01-0%dT08:00,%d.5\n".formatted(id, 10 + i, t + 1, i));
      }
    }
    Files.writeString(data.resolve("visits.csv"), visits);
  }

  private static String id(int subject) {
    return "zqid%04dx".formatted(subject);
  }

  private Path study(String old, String now) throws IOException {
    assertThat(STUDY).contains(old);
    return Files.writeString(data.resolve("study.yaml"), STUDY.replace(old, now));
  }

  @Test
  void noRunTellsASecret() throws IOException {
    Path study = study("", "");
    Path model = folder.resolve("run/model.interfuse");
    for (CommandRun run :
        List.of(
            succeeds("check", study),
            succeeds("check", study, "--json"),
            succeeds("compare", study, "-o", folder.resolve("compared")),
            succeeds("train", study, "-o", folder.resolve("run"), "--show-values"),
            succeeds("evaluate", model, "--data", data),
            succeeds("predict", model, "--data", data, "-o", folder.resolve("predictions.csv")),
            succeeds("explain", model, study, "--json"))) {
      assertKept(cohort, run);
    }
    assertFilesKept(cohort, folder);
  }

  static Stream<Arguments> faults() {
    return Stream.of(
        fault("a broken image", at -> text(at, "scans/%s.png", "<html>"), "scans, image 4"),
        fault(
            "two images of a subject",
            at -> Files.write(at.resolve("scans/" + id(3) + ".jpg"), Pictures.png(8, 8, 1)),
            "1 with several: scans, image 4, scans, image 5"),
        fault(
            "a broken frame",
            at -> text(at, "videos/%1$s/%1$s_1.png", "<html>"),
            "videos, folder 4, image 2"),
        fault(
            "a frame without a number",
            at -> Files.write(at.resolve("scans/" + id(3) + "_1.png"), Pictures.png(8, 8, 1)),
            "36 of 37 images are not",
            "path: videos",
            "path: scans\n    id: file-stem"),
        fault(
            "a text that is none", CanaryFilesTest::latin, "notes, file 4: the file must be UTF-8"),
        fault(
            "two texts of a subject", at -> text(at, "notes/%s.md", "again"), "1 more of the same"),
        fault(
            "a text that is not there",
            at -> {},
            "did you mean 'zqid0003x.txt'",
            "path: notes",
            "path: notes/qid0003x.txt, id: file-stem"),
        fault("an array that is none", at -> text(at, "walks/%s.npy", "no array"), "walks, file 4"),
        fault(
            "tensors that are none",
            at -> {
              Files.delete(at.resolve("walks/" + id(3) + ".npy"));
              text(at, "walks/%s.safetensors", "no tensors at all");
            },
            "walks, file 4"),
        fault(
            "other columns",
            at ->
                Files.write(
                    at.resolve("walks/" + id(3) + ".npy"), NpyFiles.of(new int[] {1, 1}, 7)),
            "walks, file 4: all files of frames must have the same columns; found no 2"),
        fault(
            "a table among arrays",
            at -> text(at, "walks/%s.csv", "1,2\nzqcellx,3\n"),
            "1 more of the same"),
        fault(
            "a cell that is no number",
            at -> {
              Files.delete(at.resolve("walks/" + id(3) + ".npy"));
              text(at, "walks/%s.csv", "1,2\nzqcellx,3\n");
            },
            "zqid0003x.csv: zqcellx"),
        fault(
            "a time that is none",
            at -> append(at, "visits.csv", id(3) + ",zqsoonx,1\n"),
            "value: zqsoonx"),
        fault(
            "a frame without a time",
            at -> append(at, "visits.csv", id(3) + ",,1\n"),
            "every frame must have a time"),
        fault(
            "subjects that nobody knows", at -> text(at, "notes/%sy.txt", "fever"), "zqid0003xy"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("faults")
  void noMistakeTellsASecret(String name, Change change, String says, String old, String now)
      throws IOException {
    change.make(data);
    Path study = study(old, now);
    for (String broken : List.of("error", "absent")) {
      if (broken.equals("absent")) {
        String text =
            Files.readString(study).replace("    path: ", "    broken: absent\n    path: ");
        Files.writeString(study, text);
      }
      CommandRun run = CommandRun.of("check", study);
      if (!now.contains("qid")) { // what the study says, messages may say
        assertKept(cohort, run);
        assertKept(cohort, CommandRun.of("check", study, "--json"));
      }
      assertThat(run.err()).doesNotContain("did you mean 'zq");
    }
    Files.writeString(study, STUDY.replace(old, now));
    CommandRun shown = CommandRun.of("check", study, "--show-values");
    assertThat(shown.err() + shown.out()).as("the fault is the one meant").contains(says);
  }

  private static void text(Path data, String file, String text) throws IOException {
    Files.writeString(data.resolve(file.formatted(id(3))), text);
  }

  private static void latin(Path data) throws IOException {
    Files.write(data.resolve("notes/" + id(3) + ".txt"), new byte[] {'c', 'a', (byte) 0xe9});
  }

  private static void append(Path data, String file, String line) throws IOException {
    Files.writeString(data.resolve(file), Files.readString(data.resolve(file)) + line);
  }

  private static Arguments fault(String name, Change change, String says) {
    return fault(name, change, says, "", "");
  }

  private static Arguments fault(String name, Change change, String says, String old, String now) {
    return Arguments.of(name, change, says, old, now);
  }
}
