package org.interfuse.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.interfuse.tensor.safetensors.ModelArchive;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * No room for a file of a run: one clear error, what was kept stays whole, nothing temporary is
 * left, and with room again the run goes on to the bits of one that never stopped. By the system's
 * limit on the size of a file ({@code ulimit -f}), and on a real file system that is full, then
 * read-only.
 */
final class FullDiskTest {
  private static final List<String> OF_TRAIN =
      List.of("metrics.json", "out-of-fold.csv", "study.json", "model.interfuse");

  @TempDir private static Path shared;
  @TempDir private Path folder;
  private static Path whole;
  private Path study;

  @BeforeAll
  static void runThatNeverStops() throws IOException {
    whole = shared.resolve("whole");
    CommandRun run = CommandRun.of("train", SmallCohort.write(shared), "-o", whole, "--quiet");
    assertThat(run.exit()).as(run.err()).isZero();
  }

  @BeforeEach
  void write() throws IOException {
    study = SmallCohort.write(folder);
    assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "a shell sets the limits");
  }

  /**
   * Each limit lets a run come further than the one before it: here to study.json, …, the model.
   */
  @Test
  void trainGoesOnAfterEachFileThatHadNoRoom() throws Exception {
    Path run = folder.resolve("run");

    stopsAt("study.json", run, 2, train(run, 0));
    stopsAt("provenance.json", run, 12, train(run, 0));
    stopsAt(".checkpoint", run, 14, train(run, 0));
    stopsAt("log.jsonl", run, 14, train(run, 1000));
    stopsAt("model.interfuse", run, 56, train(run, 1000));

    ChildRun resumed = ChildRun.of(train(run, 0));
    assertThat(resumed.exit()).as(resumed.text()).isZero();
    sameFiles(OF_TRAIN, run, whole);
  }

  @Test
  void compareStopsAtOnceAndGoesOn() throws Exception {
    Path run = folder.resolve("run");
    stopsAt(".checkpoint", run, 14, compare(run, 0));

    ChildRun resumed = ChildRun.of(compare(run, 0));

    assertThat(resumed.exit()).as(resumed.text()).isZero();
    assertThat(resumed.text()).doesNotContain("failed");
    assertThat(temporaryFiles(run)).isEmpty();
  }

  @Test
  void predictionsThatHaveNoRoomLeaveTheOldOnes() throws Exception {
    Path output = Files.writeString(folder.resolve("predictions.csv"), "the old ones\n");

    ChildRun predict =
        limited(
            1,
            ChildRun.words(
                "predict", whole.resolve("model.interfuse"), "--data", folder, "-o", output));

    assertThat(predict.exit()).isEqualTo(2);
    assertThat(predict.text())
        .startsWith("error: -o " + output + ": predictions need a file that can be written")
        .contains("found File too large")
        .hasLineCount(1);
    assertThat(output).hasContent("the old ones");
    assertThat(temporaryFiles(folder)).isEmpty();
  }

  @Test
  void aDraftThatHasNoRoomLeavesNothing() throws Exception {
    Path tables = Files.createDirectories(folder.resolve("tables"));
    for (String name : List.of("cohort.csv", "left.csv", "right.csv")) {
      Files.copy(folder.resolve(name), tables.resolve(name));
    }

    ChildRun init = limited(1, ChildRun.words("init", tables, "--target", "class", "--quiet"));

    assertThat(init.exit()).isEqualTo(2);
    assertThat(init.text()).contains("study.yaml: the folder must be writable; found File too");
    assertThat(tables.resolve("study.yaml")).doesNotExist();
    assertThat(temporaryFiles(tables)).isEmpty();
  }

  /** A study that is checked, compared and evaluated, or a list: whatever goes to the pipe. */
  @Test
  void noVerbSucceedsWhoseOutputHasNoRoom() throws Exception {
    assumeTrue(Files.isWritable(Path.of("/dev/full")), "a device that is full");
    Path model = whole.resolve("model.interfuse");
    for (List<String> words :
        List.of(
            ChildRun.words("check", study, "--json", "--quiet"),
            ChildRun.words("compare", study, "--json", "--quiet"),
            ChildRun.words("evaluate", model, "--data", folder, "--quiet"),
            ChildRun.words("predict", model, "--data", folder, "--quiet"),
            ChildRun.words("list"))) {
      List<String> shell = new ArrayList<>(List.of("sh", "-c", "exec \"$@\" >/dev/full", "sh"));
      shell.addAll(words);
      ChildRun run = ChildRun.of(shell);

      assertThat(run.exit()).as(words + "\n" + run.text()).isEqualTo(2);
      assertThat(run.text().lines().filter(line -> line.startsWith("error: ")))
          .containsExactly(
              "error: standard output: it must take all that is printed; found an end before that;"
                  + " its disk may be full, or its reader gone.");
    }
  }

  /** A tmpfs of 36 kB, in a mount namespace of its own. */
  @Test
  void aFileSystemThatIsFullThenReadOnly() throws Exception {
    Path disk = Files.createDirectories(folder.resolve("disk"));
    Path copy = Files.createDirectories(folder.resolve("copy"));
    String mount = "mount -t tmpfs -o size=36k none '%s'".formatted(disk);
    assumeTrue(
        ChildRun.of(List.of("sh", "-c", "unshare -rm sh -c \"" + mount + "\"")).exit() == 0,
        "this user may mount a file system in a namespace of its own");

    String script =
        """
        set -u
        %1$s || exit 9
        "$@"; echo "exit $?"
        ls -A %2$s/run %2$s/run/fits | sed 's/^/kept /'
        mount -o remount,ro none %2$s || exit 9
        "$@"; echo "exit $?"
        mount -o remount,rw,size=10m none %2$s || exit 9
        "$@" >/dev/null; echo "exit $?"
        cp -r %2$s/run/. %3$s
        """
            .formatted(mount, disk, copy);
    List<String> words =
        new java.util.ArrayList<>(List.of("unshare", "-rm", "sh", "-c", script, "sh"));
    words.addAll(train(disk.resolve("run"), 1000));
    ChildRun runs = ChildRun.of(words);

    List<String> lines = runs.text().lines().toList();
    assertThat(lines.stream().filter(line -> line.startsWith("exit")))
        .as(runs.text())
        .containsExactly("exit 2", "exit 2", "exit 0");
    assertThat(lines.stream().filter(line -> line.startsWith("error:")))
        .as(runs.text())
        .hasSize(2)
        .anyMatch(line -> line.contains("found No space left on device"))
        .anyMatch(line -> line.contains("the run folder must be writable; found a folder that is"));
    assertThat(runs.text()).contains("kept study.json").doesNotContain(".part", "Exception");
    sameFiles(OF_TRAIN, copy, whole);
  }

  /**
   * A run that ends for want of room.
   *
   * @param file the end of the name of the file that has none
   * @param blocks the largest size of a file, in blocks of 512 bytes
   */
  private void stopsAt(String file, Path run, int blocks, List<String> words) throws Exception {
    ChildRun stopped = limited(blocks, words);

    assertThat(stopped.exit()).as(stopped.text()).isEqualTo(2);
    assertThat(stopped.text())
        .startsWith("error: " + run)
        .contains(file + ": it must be writable, on a disk with room; found File too large")
        .contains("--resume goes on from it")
        .hasLineCount(1);
    assertThat(temporaryFiles(run)).isEmpty();
    everyFileIsWhole(run);
  }

  private static ChildRun limited(int blocks, List<String> words) throws Exception {
    return ChildRun.in("ulimit -f " + blocks, words);
  }

  private List<String> train(Path output, int every) {
    return words("train", output, every);
  }

  private List<String> compare(Path output, int every) {
    return words("compare", output, every);
  }

  private List<String> words(String verb, Path output, int every) {
    return ChildRun.words(
        verb, study, "-o", output, "--resume", "--checkpoint-every", every, "--quiet");
  }

  private static void everyFileIsWhole(Path run) throws IOException {
    try (Stream<Path> files = Files.walk(run)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (file.toString().endsWith(".json")) {
          CommandRun.tree(Files.readString(file));
        } else if (file.toString().matches(".*\\.(fit|checkpoint|interfuse)")) {
          ModelArchive.read(file).close();
        }
      }
    }
  }

  static void sameFiles(List<String> names, Path found, Path expected) {
    for (String name : names) {
      assertThat(found.resolve(name)).as(name).hasSameBinaryContentAs(expected.resolve(name));
    }
  }

  private static List<Path> temporaryFiles(Path output) throws IOException {
    try (Stream<Path> files = Files.walk(output)) {
      return files.filter(file -> file.toString().endsWith(".part")).toList();
    }
  }
}
