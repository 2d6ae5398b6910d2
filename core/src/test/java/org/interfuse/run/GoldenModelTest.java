package org.interfuse.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.interfuse.target.Prediction;
import org.interfuse.tensor.safetensors.ModelArchive;
import org.interfuse.tensor.safetensors.ModelFormat;
import org.interfuse.tensor.safetensors.SafetensorsReader;
import org.interfuse.tensor.safetensors.TensorEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Models that earlier programs wrote, and docs/model-file.md, which reads one in Python. */
final class GoldenModelTest {
  private static final double TOLERANCE = 1e-5;
  private static final Pattern SNIPPET = Pattern.compile("```python\n(.*?)```", Pattern.DOTALL);

  @TempDir private Path folder;

  static List<String> versions() {
    return IntStream.rangeClosed(1, Integer.parseInt(ModelFormat.ENSEMBLE_VERSION))
        .mapToObj(String::valueOf)
        .toList();
  }

  @ParameterizedTest(name = "version {0}")
  @MethodSource("versions")
  void everyVersionIsKeptAndPredictsWhatPythonComputed(String version) throws IOException {
    assertThat(GoldenModel.exists(version))
        .as("src/test/resources/models/version-%s.interfuse, see README.md there", version)
        .isTrue();
    List<String> expected = expected(version);
    try (TrainedModel model = ModelFile.read(GoldenModel.file(version))) {
      PredictRun run = GoldenModel.predict(model);
      assertThat(run.cohort().ids()).hasSize(expected.size());
      double[][] found =
          ((Prediction.Classes) run.predicted().predictions().get(0)).probabilities();
      for (int i = 0; i < found.length; i++) {
        String[] cells = expected.get(i).split(",");
        assertThat(run.cohort().ids().get(i)).isEqualTo(cells[0]);
        for (int k = 0; k < found[i].length; k++) {
          assertThat(found[i][k])
              .as(cells[0])
              .isCloseTo(Double.parseDouble(cells[1 + k]), within(TOLERANCE));
        }
      }
    }
  }

  /**
   * A change of what is written needs a new version, and a new golden file with it. Options that a
   * study gains are no such change: the study has a version of its own.
   */
  @ParameterizedTest(name = "version {0}")
  @ValueSource(strings = {ModelFormat.SINGLE_VERSION, ModelFormat.ENSEMBLE_VERSION})
  void theProgramStillWritesWhatItsVersionSays(String version) throws IOException {
    Path golden = GoldenModel.file(version);
    Path again = folder.resolve("again.interfuse");
    try (TrainedModel model = ModelFile.read(golden)) {
      ModelFile.write(again, model);
    }
    try (SafetensorsReader before = ModelArchive.read(golden);
        SafetensorsReader after = ModelArchive.read(again)) {
      assertThat(withoutStudy(after)).isEqualTo(withoutStudy(before));
      assertThat(after.tensors().stream().map(TensorEntry::name))
          .containsExactlyElementsOf(before.tensors().stream().map(TensorEntry::name).toList());
      for (TensorEntry entry : before.tensors()) {
        assertThat(after.tensor(entry.name()).type()).isEqualTo(entry.type());
        assertThat(after.tensor(entry.name()).shape()).isEqualTo(entry.shape());
        assertThat(after.read(entry.name())).as(entry.name()).isEqualTo(before.read(entry.name()));
      }
    }
  }

  private static Map<String, String> withoutStudy(SafetensorsReader reader) {
    Map<String, String> metadata = new TreeMap<>(reader.metadata());
    metadata.keySet().removeAll(Set.of("study", "sha256"));
    return metadata;
  }

  /** The page's snippets, as they stand there, against the same figures. */
  @Test
  void thePageForPythonReadsVerifiesAndPredicts() throws Exception {
    List<String> plain = snippets(false);
    assertThat(plain).hasSizeGreaterThan(3);
    String output = python(String.join("\n", plain));

    assertThat(output)
        .contains("2 [4, 8]")
        .contains("whole: True")
        .contains("left ['a', 'b'] ['standard'] ['kind']")
        .contains("[('group', ['low', 'middle', 'high'])]")
        .contains("intermediate concat");
    for (String subject : List.of("s1", "s4")) {
      String[] found = line(output.lines().toList(), subject + " ").split(" ");
      String[] expected = line(expected(ModelFormat.SINGLE_VERSION), subject + ",").split(",");
      for (int k = 1; k < expected.length; k++) {
        assertThat(Double.parseDouble(found[k]))
            .as(subject)
            .isCloseTo(Double.parseDouble(expected[k]), within(TOLERANCE));
      }
    }
  }

  @Test
  void theOrdinaryPackageOpensIt() throws Exception {
    String script = String.join("\n", snippets(true));
    assumeThat(isImportable("safetensors")).as("python3 has the package safetensors").isTrue();

    assertThat(python(script)).contains("2 (4, 8)");
  }

  private static List<String> expected(String version) throws IOException {
    List<String> lines = Files.readAllLines(GoldenModel.data(version).resolve("expected.csv"));
    return lines.subList(1, lines.size());
  }

  private static String line(List<String> lines, String start) {
    return lines.stream().filter(line -> line.startsWith(start)).findFirst().orElseThrow();
  }

  /** The snippets that need a package, or those that need none. */
  private static List<String> snippets(boolean needPackage) throws IOException {
    Path root = Path.of("").toAbsolutePath();
    while (!Files.exists(root.resolve("docs/model-file.md"))) {
      root = Objects.requireNonNull(root.getParent(), "no folder holds docs/model-file.md");
    }
    Matcher found = SNIPPET.matcher(Files.readString(root.resolve("docs/model-file.md")));
    List<String> snippets = new ArrayList<>();
    while (found.find()) {
      if (found.group(1).contains("safetensors") == needPackage) {
        snippets.add(found.group(1));
      }
    }
    return snippets;
  }

  private String python(String script) throws Exception {
    Files.copy(GoldenModel.file(ModelFormat.SINGLE_VERSION), folder.resolve("model.interfuse"));
    Path file = Files.writeString(folder.resolve("page.py"), script);
    Process process = start(file.toString());
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    String output = output();
    assertThat(process.exitValue()).as(output).isZero();
    return output;
  }

  private boolean isImportable(String name) throws Exception {
    return start("-c", "import " + name).waitFor() == 0;
  }

  private Process start(String... arguments) {
    List<String> words = new ArrayList<>(List.of("python3"));
    words.addAll(List.of(arguments));
    try {
      return new ProcessBuilder(words)
          .directory(folder.toFile())
          .redirectErrorStream(true)
          .redirectOutput(folder.resolve("output").toFile())
          .start();
    } catch (IOException e) {
      assumeThat(false).as("there is a python3").isTrue();
      throw new IllegalStateException(e);
    }
  }

  private String output() throws IOException {
    return Files.readString(folder.resolve("output"), StandardCharsets.UTF_8);
  }
}
