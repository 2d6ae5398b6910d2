package org.interfuse.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/**
 * The script {@code interfuse} with the jar just built, from elsewhere and under another name. Runs
 * after packaging; the script itself never builds here.
 */
class LauncherIT {
  private final Path root = CommandRun.root();
  @TempDir Path folder;

  @BeforeEach
  void needsBash() {
    assertThat(root.resolve("cli/target/interfuse.jar")).as("the jar just built").exists();
    assumeThat(Files.isExecutable(Path.of("/bin/bash"))).as("there is a bash").isTrue();
  }

  @Test
  void runsFromAnotherFolder() throws Exception {
    Path checkout = checkout();

    Result result = launch(checkout.resolve("interfuse"), "--version");

    assertThat(result.exit()).as(result.err()).isZero();
    assertThat(result.out()).startsWith("interfuse ");
  }

  @Test
  void runsThroughASymbolicLinkWithSpaces() throws Exception {
    Path checkout = checkout();
    Path bin = Files.createDirectories(folder.resolve("my bin"));
    Path link = Files.createSymbolicLink(bin.resolve("inter fuse"), checkout.resolve("interfuse"));

    Result listed = launch(link, "list", "fusions", "--json");
    Result wrong = launch(link, "check", "no such study.yaml");

    assertThat(listed.exit()).as(listed.err()).isZero();
    assertThat(CommandRun.tree(listed.out()).path("fusions")).isNotEmpty();
    assertThat(wrong.exit()).isEqualTo(2);
    assertThat(wrong.err()).contains("no such study.yaml");
  }

  @Test
  void keepsItsVersionWithWhatItMade() throws Exception {
    Path study = SmallCohort.write(folder.resolve("data"));
    Path output = folder.resolve("run");

    Result result =
        launch(
            checkout().resolve("interfuse"),
            "compare",
            study.toString(),
            "-o",
            output.toString(),
            "--quiet");

    assertThat(result.exit()).as(result.err()).isZero();
    JsonNode made = CommandRun.tree(Files.readString(output.resolve("provenance.json")));
    assertThat(made.path("interfuse").asString()).matches("[0-9]+[.][0-9]+[.][0-9]+");
  }

  @Test
  void findsOperatorsOfSomebodyElse() throws Exception {
    Path jar = ToyOperator.jar(folder, 0.5, true);
    Path script = checkout().resolve("interfuse");
    ProcessBuilder builder = builder(script, "prove", "--fusion", "half-sum", "--json");
    builder.environment().put("INTERFUSE_CLASSPATH", jar.toString());

    Result found = run(builder);
    Result without = launch(script, "prove", "--fusion", "half-sum");

    assertThat(found.exit()).as(found.err()).isZero();
    assertThat(CommandRun.tree(found.out()).path("passed").asInt()).isEqualTo(1);
    assertThat(without.exit()).isEqualTo(2);
    assertThat(without.err()).contains("--fusion: expected the name of one; found 'half-sum'");
  }

  @ParameterizedTest
  @CsvSource({
    "nowhere.jar, 'INTERFUSE_CLASSPATH names ''nowhere.jar'', but there is no such file or folder.'",
    "nowhere/*, 'names every jar in ''nowhere/'', but there is no such folder.'",
    ".:else where/gone.jar, 'names ''else where/gone.jar'', but there is no such file or folder.'"
  })
  void refusesAClassPathThatDoesNotExist(String classPath, String message) throws Exception {
    ProcessBuilder builder = builder(root.resolve("interfuse"), "list");
    builder.environment().put("INTERFUSE_CLASSPATH", classPath);

    Result result = run(builder);

    assertThat(result.exit()).isEqualTo(2);
    assertThat(result.err()).contains(message);
    assertThat(result.out()).isEmpty();
  }

  @Test
  void saysThatJavaIsMissing() throws Exception {
    ProcessBuilder builder = builder(root.resolve("interfuse"), "--version");
    builder.environment().put("JAVA_HOME", folder.resolve("nowhere").toString());

    Result result = run(builder);

    assertThat(result.exit()).isEqualTo(2);
    assertThat(result.err()).contains("JAVA_HOME is ").contains("JDK 17 or later");
    assertThat(result.out()).isEmpty();
  }

  /** A folder that looks like a finished checkout, with spaces in its path. */
  private Path checkout() throws IOException {
    Path copy = Files.createDirectories(folder.resolve("a check out"));
    Files.copy(root.resolve("interfuse"), copy.resolve("interfuse"));
    assertThat(copy.resolve("interfuse").toFile().setExecutable(true)).isTrue();
    Files.copy(root.resolve("pom.xml"), copy.resolve("pom.xml"));
    Files.createDirectories(copy.resolve("cli"));
    Files.createSymbolicLink(copy.resolve("cli/target"), root.resolve("cli/target"));
    Files.createDirectories(copy.resolve("target/launcher"));
    Files.createFile(copy.resolve("target/launcher/built"));
    return copy;
  }

  private Result launch(Path script, String... arguments) throws Exception {
    return run(builder(script, arguments));
  }

  private ProcessBuilder builder(Path script, String... arguments) throws IOException {
    List<String> words = new ArrayList<>(List.of(script.toString()));
    words.addAll(List.of(arguments));
    Path elsewhere = Files.createDirectories(folder.resolve("else where"));
    ProcessBuilder builder = new ProcessBuilder(words).directory(elsewhere.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().remove("CDPATH");
    builder.environment().remove("INTERFUSE_CLASSPATH");
    return builder;
  }

  private Result run(ProcessBuilder builder) throws Exception {
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new Result(
        process.exitValue(),
        Files.readString(out, StandardCharsets.UTF_8),
        Files.readString(err, StandardCharsets.UTF_8));
  }

  private record Result(int exit, String out, String err) {}
}
