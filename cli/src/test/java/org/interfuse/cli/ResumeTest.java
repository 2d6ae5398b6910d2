package org.interfuse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs killed without warning at random moments, resumed: the final files have the same bits. */
class ResumeTest {
  private static final long SEED = 41;
  private static final int KILLS = Integer.getInteger("interfuse.kills", 2);

  @TempDir private Path folder;

  @Test
  void compareEndsWithTheSameBits() throws Exception {
    List<String> files = List.of("comparison.json", "out-of-fold.csv", "study.json");
    survives("compare", files);
  }

  @Test
  void trainEndsWithTheSameBits() throws Exception {
    survives("train", List.of("metrics.json", "out-of-fold.csv", "study.json", "model.interfuse"));
  }

  @Test
  void anotherStudyIsRefused() throws Exception {
    Path study = study();
    Path output = folder.resolve("other");
    assertThat(interfuse("train", study, output).waitFor()).isZero();
    Files.writeString(study, Files.readString(study).replace("epochs: 30", "epochs: 31"));

    CommandRun run = CommandRun.of("train", study, "-o", output, "--resume", "--quiet");

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err())
        .contains("provenance.json, line ")
        .contains("--resume goes on only with the same program, study and data")
        .contains("leave out --resume to begin anew");
  }

  private void survives(String verb, List<String> files) throws Exception {
    Path study = study();
    Path whole = folder.resolve("whole");
    long started = System.nanoTime();
    assertThat(interfuse(verb, study, whole).waitFor()).isZero();
    long nanos = System.nanoTime() - started;
    SplittableRandom random = new SplittableRandom(SEED);
    for (int kill = 0; kill < KILLS; kill++) {
      Path output = folder.resolve(verb + kill);
      int deaths = 0;
      Process process = interfuse(verb, study, output);
      while (!process.waitFor(
              (long) (nanos * (0.3 + 0.5 * random.nextDouble())), TimeUnit.NANOSECONDS)
          && deaths < 3) {
        process.destroyForcibly().waitFor();
        deaths++;
        process = interfuse(verb, study, output);
      }
      assertThat(process.waitFor()).as(log(output)).isZero();
      for (String file : files) {
        assertThat(output.resolve(file))
            .as("%s after %d deaths, seed %d", file, deaths, SEED)
            .hasSameBinaryContentAs(whole.resolve(file));
      }
      assertThat(temporaryFiles(output)).isEmpty();
    }
  }

  private Path study() throws IOException {
    Path data = CommandRun.root().resolve("examples/planted");
    Path study = folder.resolve("study.yaml");
    Files.writeString(
        study,
        """
        interfuse: 1
        study: killed
        cohort: {table: %1$s/cohort.csv, target: {type: classification, column: class}}
        modalities:
          left: {path: %1$s/left.csv}
          right: {path: %1$s/right.csv}
        training: {epochs: 30, batch: 64}
        split: {folds: 2}
        comparison: {candidates: [{baseline: linear, merge: late}, {fusion: concat}, {strategy: late}]}
        """
            .formatted(data));
    return study;
  }

  private Process interfuse(String verb, Path study, Path output) throws IOException {
    List<String> words =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-cp",
                System.getProperty("java.class.path"),
                "org.interfuse.cli.Main",
                verb,
                study.toString(),
                "-o",
                output.toString(),
                "--resume",
                "--checkpoint-every",
                "0",
                "--quiet"));
    Files.createDirectories(output);
    return new ProcessBuilder(words)
        .redirectErrorStream(true)
        .redirectOutput(output.resolveSibling(output.getFileName() + ".log").toFile())
        .start();
  }

  private static String log(Path output) throws IOException {
    Path log = output.resolveSibling(output.getFileName() + ".log");
    return Files.readString(log, StandardCharsets.UTF_8);
  }

  private static List<Path> temporaryFiles(Path output) throws IOException {
    try (Stream<Path> files = Files.walk(output)) {
      return files.filter(file -> file.toString().endsWith(".part")).toList();
    }
  }
}
