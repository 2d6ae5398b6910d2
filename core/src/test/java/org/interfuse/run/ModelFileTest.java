package org.interfuse.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Pointer;
import org.interfuse.finding.FindingsException;
import org.interfuse.model.Network;
import org.interfuse.model.NetworkPart;
import org.interfuse.model.SmallCohort;
import org.interfuse.model.SmallCohort.Kind;
import org.interfuse.model.Strategy;
import org.interfuse.tensor.Parameter;
import org.interfuse.tensor.Tensors;
import org.interfuse.tensor.safetensors.ModelArchive;
import org.interfuse.tensor.safetensors.NamedTensor;
import org.interfuse.tensor.safetensors.SafetensorsReader;
import org.interfuse.tensor.safetensors.SafetensorsWriter;
import org.interfuse.tensor.safetensors.TensorEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Law 7: a model file is data, and whatever is wrong with it is a named error. */
final class ModelFileTest {
  private static final int SUBJECTS = 42;
  private static final long SEED = 61;

  @TempDir private Path folder;
  private StudyFolder files;

  @BeforeEach
  void writeTables() throws IOException {
    files = new StudyFolder(folder, SUBJECTS, SEED).write();
  }

  static Stream<Arguments> models() {
    List<Arguments> models = new ArrayList<>();
    for (Strategy strategy : Strategy.values()) {
      for (Kind kind : Kind.values()) {
        models.add(Arguments.of(strategy, kind));
      }
    }
    return models.stream();
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("models")
  void predictsTheSameBitsAfterReading(Strategy strategy, Kind kind) throws IOException {
    LoadedStudy loaded = files.study(strategy, kind);
    Path file = folder.resolve("model.interfuse");
    double[][] before;
    try (TrainedModel model = StudyFolder.train(loaded)) {
      before = rows(PredictRun.predict(model, loaded.cohort()));
      ModelFile.write(file, model);
    }
    try (TrainedModel model = ModelFile.read(file)) {
      assertThat(rows(PredictRun.predict(model, loaded.cohort()))).isDeepEqualTo(before);
      assertThat(model.study()).isEqualTo(loaded.study());
      assertThat(model.summary().path("epochs").asInt()).isEqualTo(2);
      assertThat(model.provenance().path("data").path("subjects").asInt()).isEqualTo(SUBJECTS);
      assertThat(model.targets().get(0)).isEqualTo(loaded.cohort().targets().get(0).schema());
      for (NetworkPart part : model.network().parts()) {
        assertThat(SmallCohort.rows(part.priors().get(0).one())[0]).isNotEmpty();
      }
    }
  }

  /** As a dozen lines of any language would read it: 8 bytes of length, JSON, bytes. */
  @Test
  void anybodyCanReadTheWeights() throws IOException {
    try (TrainedModel model = StudyFolder.train(files.study(Strategy.LATE, Kind.COX))) {
      Path file = folder.resolve("model.interfuse");
      ModelFile.write(file, model);
      ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
      int length = (int) bytes.getLong();
      JsonNode header =
          JsonMapper.shared()
              .readTree(new String(bytes.array(), 8, length, StandardCharsets.UTF_8));
      for (NetworkPart part : model.network().parts()) {
        for (Parameter parameter : part.model().parameters().all()) {
          JsonNode entry = header.path("part." + part.name() + "." + parameter.name());
          assertThat(entry.path("dtype").asString()).as(parameter.name()).isEqualTo("F32");
          int begin = 8 + length + entry.path("data_offsets").path(0).asInt();
          int end = 8 + length + entry.path("data_offsets").path(1).asInt();
          double[] values = new double[(end - begin) / 4];
          Arrays.setAll(values, i -> bytes.getFloat(begin + 4 * i));
          assertThat(values).containsExactly(Tensors.toDoubles(parameter.value()));
        }
      }
      JsonNode metadata = header.path("__metadata__");
      assertThat(metadata.path("format").asString()).isEqualTo("interfuse-model");
      assertThat(metadata.path("version").asString()).isEqualTo("2");
      for (String key : List.of("study", "preprocessing", "provenance", "targets", "parts")) {
        assertThat(JsonMapper.shared().readTree(metadata.path(key).asString()).isContainer())
            .as(key)
            .isTrue();
      }
      assertThat(metadata.toString()).doesNotContain("org.interfuse", "java.", "http");
    }
  }

  @Test
  void anyFlippedByteAndAnyTruncationIsAFinding() throws IOException {
    Path file = written(Strategy.INTERMEDIATE, Kind.CLASSIFICATION);
    byte[] whole = Files.readAllBytes(file);
    SplittableRandom random = new SplittableRandom(SEED);
    Path broken = folder.resolve("broken.interfuse");
    for (int i = 0; i < 300; i++) {
      byte[] bytes = whole.clone();
      // a third of the flips in the first bytes, where lengths and names are
      int at = i < 100 ? i : random.nextInt(whole.length);
      bytes[at] ^= (byte) (1 << random.nextInt(8));
      Files.write(broken, bytes);
      rejected(broken, "byte " + at + ", seed " + SEED);
    }
    for (int i = 0; i < 60; i++) {
      int length = i < 20 ? i : random.nextInt(whole.length);
      Files.write(broken, Arrays.copyOf(whole, length));
      rejected(broken, "length " + length + ", seed " + SEED);
    }
  }

  private static void rejected(Path file, String what) {
    Throwable thrown = catchThrowable(() -> ModelFile.read(file).close());
    assertThat(thrown).as(what).isInstanceOf(FindingsException.class);
    assertThat(thrown.getMessage()).startsWith(file.toString());
  }

  /** Files that are whole (their digest is right), but not what the program writes. */
  @ParameterizedTest(name = "{0}: {1} becomes {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          format | interfuse-model | other | 'format' must be interfuse-model
          version | 2 | 9 | this program reads versions 1, 2 and 3 of the model file; found 9
          targets | "classification" | "ordinal" | it must be a type of target; found ordinal
          targets | "classification" | "regression" | must be those of its study
          targets | "name" | "nom" | it must hold 'name'
          targets | "high" | 7 | it must be text; found number
          targets | [{ | {"x":[{ | metadata 'targets' must be JSON
          study | "gated" | "gatd" | expected the name of a fusion
          study | "mlp" | "mpl" | expected the name of an encoder
          study | "interfuse":1 | "interfuse":9 | expected interfuse: 1
          preprocessing | "modality":"b" | "modality":"d" | it must hold modality 'b'
          preprocessing | "type":"table" | "type":"tabl" | expected the state of a 'table'
          preprocessing | "figures":[ | "figures":["no", | it must hold the tensor
          preprocessing | "fill" | "fil" | must hold the tensor 'preprocessing.a.fil'
          preprocessing | "texts" | "txts" | it must hold 'texts'
          preprocessing | "numeric" | "numbers" | expected an entry 'numeric'
          parts | "name":"network" | "name":"late" | its parts must be those of the study's model
          parts | "heads" | "hats" | it must hold 'heads'
          parts | "class": | "goal": | it must hold 'class'
          parts | [{ | [[{ | metadata 'parts' must be JSON
          """)
  void aWrongPartIsNamed(String key, String from, String to, String message) throws IOException {
    Path file = written(Strategy.INTERMEDIATE, Kind.CLASSIFICATION);
    Path changed = folder.resolve("changed.interfuse");
    rewrite(
        file,
        changed,
        metadata -> {
          String before = metadata.getOrDefault(key, "");
          assertThat(before).as(key).contains(from);
          metadata.put(key, before.replace(from, to));
        },
        name -> true);
    assertThatThrownBy(() -> ModelFile.read(changed).close())
        .isInstanceOf(FindingsException.class)
        .hasMessageContaining(changed.toString())
        .hasMessageContaining(message);
  }

  @Test
  void eachMissingPartIsNamed() throws IOException {
    Path file = written(Strategy.EARLY, Kind.COX);
    Path changed = folder.resolve("changed.interfuse");
    for (String key :
        List.of(
            "format",
            "version",
            "study",
            "targets",
            "preprocessing",
            "parts",
            "summary",
            "provenance")) {
      rewrite(file, changed, metadata -> metadata.remove(key), name -> true);
      assertThatThrownBy(() -> ModelFile.read(changed).close())
          .as(key)
          .isInstanceOf(FindingsException.class)
          .hasMessageContaining(key);
    }
    List<String> names = new ArrayList<>();
    try (SafetensorsReader reader = ModelArchive.read(file)) {
      reader.tensors().forEach(tensor -> names.add(tensor.name()));
    }
    for (String gone : names) {
      rewrite(file, changed, metadata -> {}, name -> !name.equals(gone));
      assertThatThrownBy(() -> ModelFile.read(changed).close())
          .isInstanceOf(FindingsException.class)
          .hasMessageContaining("it must hold the tensor '" + gone + "'");
    }
  }

  @Test
  void anotherKindOfFileIsNamed() throws IOException {
    Path plain = folder.resolve("weights.safetensors");
    SafetensorsWriter.write(plain, Map.of("made", "elsewhere"), List.of());
    assertThatThrownBy(() -> ModelFile.read(plain).close())
        .isInstanceOf(FindingsException.class)
        .hasMessageContaining("its metadata must hold 'sha256'");
    assertThatThrownBy(() -> ModelFile.read(folder.resolve("nothing")).close())
        .isInstanceOf(FindingsException.class)
        .hasMessageContaining("it must be a file; found nothing");
    assertThatThrownBy(() -> ModelFile.read(folder).close())
        .isInstanceOf(FindingsException.class)
        .hasMessageContaining("found a folder");
  }

  @Test
  void aWriteThatFailsLeavesNothing() throws IOException {
    Path taken = Files.createDirectories(folder.resolve("taken").resolve("model.interfuse"));
    Files.writeString(taken.resolve("inside"), "x");
    try (TrainedModel model = StudyFolder.train(files.study(Strategy.EARLY, Kind.REGRESSION))) {
      assertThatThrownBy(() -> ModelFile.write(taken, model))
          .isInstanceOf(FindingsException.class)
          .hasMessageContaining("model.interfuse: it must be writable");
    }
    try (Stream<Path> left = Files.list(folder.resolve("taken"))) {
      assertThat(left).containsExactly(taken);
    }
  }

  @Test
  void neitherReadingNorFailingToReadLeaks() throws IOException {
    Path file = written(Strategy.LATE, Kind.CLASSIFICATION);
    Path changed = folder.resolve("changed.interfuse");
    rewrite(file, changed, metadata -> {}, name -> !name.startsWith("part.c.prior."));
    List<Long> counts = new ArrayList<>();
    for (int i = 0; i < 24; i++) {
      ModelFile.read(file).close();
      rejected(changed, "without a prior");
      if (i % 8 == 7) {
        System.gc(); // tells what is owned from what merely waits to be collected
        counts.add(Pointer.totalCount());
      }
    }
    assertThat(counts.get(2) - counts.get(0)).as("pointers, of %s", counts).isLessThan(100);
  }

  private Path written(Strategy strategy, Kind kind) throws IOException {
    Path file = folder.resolve("model.interfuse");
    try (TrainedModel model = StudyFolder.train(files.study(strategy, kind))) {
      ModelFile.write(file, model);
    }
    return file;
  }

  /** The same file with other metadata or fewer tensors, and a digest that is right. */
  private static void rewrite(
      Path from, Path to, Consumer<Map<String, String>> change, Predicate<String> keep)
      throws IOException {
    try (SafetensorsReader reader = ModelArchive.read(from)) {
      Map<String, String> metadata = new TreeMap<>(reader.metadata());
      metadata.remove("sha256");
      change.accept(metadata);
      List<NamedTensor> tensors = new ArrayList<>();
      for (TensorEntry entry : reader.tensors()) {
        if (keep.test(entry.name())) {
          tensors.add(
              NamedTensor.of(entry.name(), entry.type(), entry.shape(), reader.read(entry.name())));
        }
      }
      ModelArchive.write(to, metadata, tensors);
    }
  }

  private static double[][] rows(Network.Predicted predicted) {
    return SmallCohort.rows(predicted.predictions().get(0));
  }
}
