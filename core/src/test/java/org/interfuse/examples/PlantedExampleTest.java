package org.interfuse.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The committed tables of {@code examples/planted} are what its generator writes. */
final class PlantedExampleTest {
  private static final Path EXAMPLE = ExampleFolder.named("planted");

  private Path folder;
  private Path log;

  @BeforeEach
  void makeFolders(@TempDir Path temporary) {
    folder = temporary.resolve("planted");
    log = temporary.resolve("log.txt");
  }

  @Test
  void writesTheCommittedFiles() throws Exception {
    assertThat(run(folder.toString())).as("exit code").isZero();

    assertThat(files(folder))
        .containsExactly("cohort.csv", "left.csv", "noise.csv", "right.csv")
        .allSatisfy(
            file -> assertThat(folder.resolve(file)).hasSameBinaryContentAs(EXAMPLE.resolve(file)));
  }

  @Test
  void asksForAFolder() throws Exception {
    assertThat(run()).isEqualTo(2);
    assertThat(log).content().contains("usage: java Planted.java FOLDER");
  }

  /** In the order of the file, nothing could tell a join by position from one by subject. */
  @ParameterizedTest
  @ValueSource(strings = {"left.csv", "right.csv", "noise.csv"})
  void hasItsRowsInAnOrderOfItsOwn(String file) throws IOException {
    List<String> subjects = subjects(file);

    assertThat(subjects).doesNotHaveDuplicates().isNotEqualTo(subjects.stream().sorted().toList());
    assertThat(subjects("cohort.csv")).containsAll(subjects).hasSizeGreaterThan(subjects.size());
  }

  private int run(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add(EXAMPLE.resolve("Planted.java").toString());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    Process process = builder.redirectOutput(log.toFile()).start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("ended within a minute").isTrue();
    return process.exitValue();
  }

  private static List<String> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static List<String> subjects(String file) throws IOException {
    try (Stream<String> lines = Files.lines(EXAMPLE.resolve(file))) {
      return lines.skip(1).map(line -> line.substring(0, line.indexOf(','))).toList();
    }
  }
}
