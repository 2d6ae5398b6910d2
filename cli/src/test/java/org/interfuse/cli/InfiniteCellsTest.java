package org.interfuse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An infinite cell of a mapped array is one error, whoever the subject is and whatever is run. */
class InfiniteCellsTest {
  private static final int SUBJECTS = 40;
  private static final int COLUMNS = 12;

  @TempDir Path folder;
  private Path study;

  @BeforeEach
  void write() throws IOException {
    StringBuilder table = new StringBuilder("id,class\n");
    StringBuilder ids = new StringBuilder();
    for (int i = 0; i < SUBJECTS; i++) {
      table.append("s%d,%s%n".formatted(i, i % 2 == 0 ? "ill" : "well"));
      ids.append("s%d%n".formatted(i));
    }
    Files.writeString(folder.resolve("clinical.csv"), table);
    Files.writeString(folder.resolve("ids.txt"), ids);
    array(-1);
    study =
        Files.writeString(
            folder.resolve("study.yaml"),
            """
            interfuse: 1
            study: infinite
            cohort: {table: clinical.csv, target: {type: classification, column: class}}
            modalities:
              rna: {source: matrix, path: rna.npy, mapped: true, ids: ids.txt, encoder: {type: wide, width: 4}}
            training: {epochs: 1, batch: 16}
            split: {folds: 2}
            """);
  }

  /** Normal numbers, and infinity in column 5 of a subject. */
  private void array(int subject) throws IOException {
    String header =
        "{'descr': '<f4', 'fortran_order': False, 'shape': (%d, %d), }"
            .formatted(SUBJECTS, COLUMNS);
    header += " ".repeat(118 - 1 - header.length()) + "\n";
    ByteBuffer file =
        ByteBuffer.allocate(128 + SUBJECTS * COLUMNS * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    file.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII)).put((byte) 1);
    file.put((byte) 0).putShort((short) 118).put(header.getBytes(StandardCharsets.US_ASCII));
    Random random = new Random(5);
    for (int cell = 0; cell < SUBJECTS * COLUMNS; cell++) {
      float value = (float) random.nextGaussian();
      file.putFloat(cell == subject * COLUMNS + 4 ? Float.POSITIVE_INFINITY : value);
    }
    Files.write(folder.resolve("rna.npy"), file.array());
  }

  private static void refused(CommandRun run, int subject) {
    assertThat(run.exit()).as(run.err()).isEqualTo(2);
    assertThat(run.err())
        .contains(
            "rna.npy, row %d, column 5: a number must be finite in float32; found an infinite one."
                .formatted(subject + 1));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1}) // on both sides of the first fold
  void checkLooksAtEverySubject(int subject) throws IOException {
    array(subject);
    refused(CommandRun.of("check", study, "--quiet"), subject);
  }

  @Test
  void newSubjectsAreHeldToTheSameRule() throws IOException {
    CommandRun trained = CommandRun.of("train", study, "-o", folder.resolve("run"), "--quiet");
    assertThat(trained.exit()).as(trained.err()).isZero();
    Path model = folder.resolve("run/model.interfuse");
    assertThat(CommandRun.of("predict", model, "--data", folder).exit()).isZero();

    array(33);

    CommandRun run = CommandRun.of("predict", model, "--data", folder);
    refused(run, 33);
    assertThat(run.out()).isEmpty();
  }

  @Test
  void trainingLooksAtSubjectsThatStopIt() throws IOException {
    array(8); // held out by one member of the ensemble
    refused(CommandRun.of("train", study, "-o", folder.resolve("run"), "--quiet"), 8);
  }
}
