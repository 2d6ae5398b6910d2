package org.interfuse.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.interfuse.encoder.Representation;
import org.interfuse.file.AtomicFile;
import org.interfuse.fusion.FusionSpec;
import org.interfuse.model.FusionModel;
import org.interfuse.run.ModelFile;
import org.interfuse.run.TrainedModel;
import org.interfuse.tensor.Parameter;
import org.interfuse.tensor.Pass;
import org.interfuse.tensor.Tensors;
import org.interfuse.tensor.safetensors.ModelArchive;
import org.interfuse.tensor.safetensors.SafetensorsReader;
import org.interfuse.tensor.safetensors.TensorEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * The ten laws of docs/laws.md, each through the real thing: study files on a disk, the command
 * line, tiny networks that are really trained, real model files. docs/laws/remove.sh removes each
 * law's code in turn and shows that its test fails.
 */
class LawsTest {
  private static final String SMALL =
      """
      model: {width: 8, fusion: gated}
      training: {epochs: 3, batch: 16, learning_rate: 0.01}
      split: {folds: 2}
      """;

  @TempDir private Path folder;

  @Test
  void law1SubjectsAreJoinedById() throws IOException {
    Path plain = train("plain", new LawsCohort().write(folder.resolve("a"), SMALL));
    LawsCohort shuffled = new LawsCohort();
    shuffled.change("left.csv", LawsTest::reversed).change("right.csv", LawsTest::reversed);
    Path other = train("other", shuffled.write(folder.resolve("b"), SMALL));
    assertThat(other.resolve("out-of-fold.csv"))
        .as("whatever the order of a modality's rows")
        .hasSameTextualContentAs(plain.resolve("out-of-fold.csv"));

    LawsCohort repeated = new LawsCohort();
    repeated.change("left.csv", rows -> with(rows, rows.get(0)));
    Path study = repeated.write(folder.resolve("c"), SMALL);
    assertThat(CommandRun.of("train", study, "-o", folder.resolve("no")).err())
        .contains("left.csv: a subject has one row; found 1 with several: rows 2, 38");
    assertThat(CommandRun.of("train", study, "-o", folder.resolve("no"), "--show-values").err())
        .contains("value: s1 in rows 2, 38");

    LawsCohort strangers = new LawsCohort();
    strangers.change(
        "right.csv", rows -> rows.stream().map(row -> in(row, 0, "?" + row.get(0))).toList());
    Path none = strangers.write(folder.resolve("d"), SMALL);
    CommandRun nothing = CommandRun.of("train", none, "-o", folder.resolve("no"));
    assertThat(nothing.exit()).isEqualTo(2);
    assertThat(nothing.err()).contains("a modality and the cohort must have an id in common");
  }

  @Test
  void law2AbsenceIsInertAndLearned() throws IOException {
    Path study = new LawsCohort().write(folder.resolve("data"), SMALL);
    for (FusionSpec fusion : ServiceLoader.load(FusionSpec.class)) {
      Path run = train(fusion.type(), withFusion(study, fusion.type()));
      try (TrainedModel model = ModelFile.read(run.resolve("model.interfuse"))) {
        FusionModel network = model.network().parts().get(0).model();
        List<String> empty = fused(network, 0);
        for (float bytes : new float[] {Float.NaN, Float.POSITIVE_INFINITY, -1e30f}) {
          assertThat(fused(network, bytes))
              .as("%s: outputs and gradients, %s in absent slots", fusion.type(), bytes)
              .isEqualTo(empty);
        }
      }
      List<List<String>> rows = predictions(run, folder.resolve("data"));
      assertThat(rows.get(12)).as("nothing is known of s12").endsWith("0", "0", "1");
      assertThat(rows.get(12).subList(1, 7)).isEqualTo(rows.get(24).subList(1, 7));
      assertThat(rows.get(4).get(2)).as("s4 has one modality").isNotEqualTo(rows.get(12).get(2));
      List<List<String>> without = predictions(run, folder.resolve("data"), "--without", "left");
      assertThat(without.get(4)).as("s4 lacks left anyhow").isEqualTo(rows.get(4));
    }
  }

  @Test
  void law3ASubjectsOutputDependsOnThatSubjectAlone() throws IOException {
    Path run = train("run", new LawsCohort().write(folder.resolve("data"), SMALL));
    List<List<String>> together = predictions(run, folder.resolve("data"));
    for (int subject : new int[] {1, 2, 4, 6, 12}) {
      LawsCohort alone = new LawsCohort();
      for (String file : List.of("cohort.csv", "left.csv", "right.csv")) {
        alone.change(
            file, rows -> rows.stream().filter(r -> r.get(0).equals("s" + subject)).toList());
      }
      Path data = folder.resolve("s" + subject);
      alone.write(data, SMALL);
      List<String> found = predictions(run, data, lacking(subject)).get(1);
      List<String> expected = together.get(subject);
      for (int column : new int[] {2, 3}) {
        assertThat(Double.parseDouble(found.get(column)))
            .as("s%d alone, column %d", subject, column)
            .isCloseTo(Double.parseDouble(expected.get(column)), within(1e-6));
      }
    }
  }

  @Test
  void law4EveryParameterTrains() throws IOException {
    String lines =
        """
        model: {width: 8, fusion: gated}
        training: {epochs: 1, batch: 16, learning_rate: 0.01, weight_decay: 0, validation: 0}
        split: {folds: 2}
        """;
    Path study = new LawsCohort().write(folder.resolve("data"), lines);
    for (FusionSpec fusion : ServiceLoader.load(FusionSpec.class)) {
      withFusion(study, fusion.type());
      Map<String, ByteBuffer> early = tensors(train(fusion.type() + 1, study));
      replace(study, "epochs: 1", "epochs: 4");
      Map<String, ByteBuffer> late = tensors(train(fusion.type() + 4, study));
      replace(study, "epochs: 4", "epochs: 1");
      assertThat(late.keySet()).isEqualTo(early.keySet());
      for (String name : parameters(folder.resolve(fusion.type() + 4))) {
        boolean exempt =
            fusion.gradientExemptions().keySet().stream()
                .anyMatch(each -> name.equals("part.network.fusion." + each));
        assertThat(exempt || !Objects.equals(late.get(name), early.get(name)))
            .as("%s: %s differs after 1 and 4 epochs without weight decay", fusion.type(), name)
            .isTrue();
      }
    }
  }

  @Test
  void law5NothingIsFittedOutsideTheTrainingRows() throws IOException {
    String lines =
        """
        model: {width: 8}
        training: {epochs: 3, batch: 16, learning_rate: 0.01}
        split: {column: part}
        comparison: {candidates: [{fusion: gated}, {strategy: early}, {baseline: linear}]}
        """;
    LawsCohort wild = new LawsCohort();
    wild.change("cohort.csv", rows -> rows.stream().map(LawsTest::otherClassIfTest).toList());
    wild.change("left.csv", rows -> rows.stream().map(LawsTest::wildIfTest).toList());
    wild.change("right.csv", rows -> rows.stream().map(LawsTest::wildIfTest).toList());
    for (int i = 6; i <= LawsCohort.SUBJECTS; i += 6) { // nobody else lacks it
      List<String> row = List.of("s" + i, "77777", "0");
      wild.change("right.csv", rows -> with(rows, row));
    }

    List<String> before = learned(new LawsCohort().write(folder.resolve("a"), lines));
    List<String> after = learned(wild.write(folder.resolve("b"), lines));

    assertThat(before).hasSizeGreaterThan(6);
    assertThat(after).as("whatever stands in rows of the test part").isEqualTo(before);
  }

  @Test
  void law6SameSeedSameBits() throws Exception {
    String lines = SMALL.replace("gated}", "gated, modality_dropout: 0.3}");
    Path study = new LawsCohort().write(folder.resolve("data"), lines);
    Path first = train("first", study, "--workers", 1);
    Path second;
    AtomicBoolean stop = new AtomicBoolean();
    List<Thread> others = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      Thread other = new Thread(() -> computeUntil(stop), "beside " + i);
      other.start();
      others.add(other);
    }
    try {
      second = train("second", study, "--workers", 2);
    } finally {
      stop.set(true);
    }
    for (Thread other : others) {
      other.join();
    }
    for (String file : List.of("model.interfuse", "out-of-fold.csv", "metrics.json")) {
      assertThat(second.resolve(file)).hasSameBinaryContentAs(first.resolve(file));
    }
    replace(study, "learning_rate", "seed: 8, learning_rate");
    assertThat(tensors(train("third", study))).as("another seed").isNotEqualTo(tensors(first));
  }

  @Test
  void law7AModelFileIsData() throws Exception {
    Path data = folder.resolve("data");
    Path file = train("run", new LawsCohort().write(data, SMALL)).resolve("model.interfuse");
    byte[] bytes = Files.readAllBytes(file);
    int headerLength =
        Math.toIntExact(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong());
    String header = new String(bytes, 8, headerLength, StandardCharsets.UTF_8);
    JsonNode metadata = CommandRun.tree(header).path("__metadata__");

    for (String key : List.of("study", "preprocessing", "provenance", "targets")) {
      assertThat(CommandRun.tree(metadata.path(key).asString())).as(key).isNotEmpty();
    }
    assertThat(header).doesNotContain("org.interfuse", "org/interfuse", "java.", "://");
    String digest = metadata.path("sha256").asString();
    byte[] zeroed = header.replace(digest, "0".repeat(64)).getBytes(StandardCharsets.UTF_8);
    MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
    sha256.update(bytes, 0, 8);
    sha256.update(zeroed);
    sha256.update(bytes, 8 + headerLength, bytes.length - 8 - headerLength);
    assertThat(HexFormat.of().formatHex(sha256.digest())).isEqualTo(digest);

    Path damaged = folder.resolve("damaged.interfuse");
    for (int i = 0; i < 24; i++) {
      byte[] copy = bytes.clone();
      int at = i < 4 ? 2 * i : (int) ((long) (bytes.length - 1) * i / 23);
      copy[at] ^= 1;
      Files.write(damaged, copy);
      CommandRun run = CommandRun.of("predict", damaged, "--data", data);
      assertThat(run.exit()).as("byte %d", at).isEqualTo(2);
      assertThat(run.err()).startsWith("error: ").contains("damaged.interfuse");
      assertThat(run.err()).doesNotContain("\tat ", "unexpected");
      assertThat(run.out()).isEmpty();
    }
  }

  @Test
  void law8NothingPartialIsEverVisible() throws IOException {
    Path data = folder.resolve("data");
    Path study = new LawsCohort().write(data, SMALL);
    Path run = train("run", study);
    Path csv = folder.resolve("predictions.csv");
    CommandRun.of("predict", run.resolve("model.interfuse"), "--data", data, "-o", csv);
    // Who opened a file before it is replaced goes on reading it: a link keeps what they read.
    Map<Path, byte[]> opened = new LinkedHashMap<>();
    for (Path file : List.of(run.resolve("study.json"), run.resolve("provenance.json"), csv)) {
      Path link = Files.createLink(folder.resolve("open-" + file.getFileName()), file);
      opened.put(link, Files.readAllBytes(file));
    }

    replace(study, "epochs: 3", "epochs: 2");
    train("run", study);
    CommandRun.of("predict", run.resolve("model.interfuse"), "--data", data, "-o", csv);

    for (Map.Entry<Path, byte[]> file : opened.entrySet()) {
      assertThat(file.getKey()).hasBinaryContent(file.getValue());
      String name = file.getKey().getFileName().toString().substring("open-".length());
      Path now = name.endsWith(".csv") ? csv : run.resolve(name);
      assertThat(Files.readAllBytes(now)).as(name).isNotEqualTo(file.getValue());
    }
    byte[] whole = Files.readAllBytes(csv);
    assertThatThrownBy(
            () ->
                AtomicFile.write(
                    csv,
                    stream -> {
                      stream.write(new byte[1 << 20]);
                      assertThat(csv).as("while it is written").hasBinaryContent(whole);
                      throw new IOException("the disk is full");
                    }))
        .hasMessage("the disk is full");
    assertThat(csv).as("after a failure").hasBinaryContent(whole);
    try (Stream<Path> files = Files.walk(folder)) {
      assertThat(files.filter(AtomicFile::isTemporary)).isEmpty();
    }
  }

  @Test
  void law9NoValueOfASubjectInLogsOrReports() throws IOException {
    LawsCohort secret = new LawsCohort();
    for (String file : List.of("cohort.csv", "left.csv", "right.csv")) {
      secret.change(
          file, rows -> rows.stream().map(row -> in(row, 0, "SECRET" + row.get(0))).toList());
    }
    secret.change("left.csv", rows -> rows.stream().map(row -> in(row, 3, "SECRETkind")).toList());
    Path study = secret.write(folder.resolve("data"), SMALL);
    CommandRun run = CommandRun.of("train", study, "-o", folder.resolve("run"));
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.out() + run.err()).doesNotContain("SECRET");
    for (String file : List.of("log.jsonl", "metrics.json", "provenance.json", "study.json")) {
      assertThat(Files.readString(folder.resolve("run").resolve(file))).doesNotContain("SECRET");
    }

    secret.change("right.csv", rows -> with(rows, rows.get(1)));
    secret.change("left.csv", rows -> with(rows, List.of("SECRETs99", "SECRETnumber", "1", "x")));
    secret.write(folder.resolve("data"), SMALL);
    replace(study, "path: left.csv", "path: left.csv, numeric: [a]");
    CommandRun failed = CommandRun.of("train", study, "-o", folder.resolve("run"));
    CommandRun shown = CommandRun.of("train", study, "-o", folder.resolve("run"), "--show-values");
    assertThat(failed.exit()).isEqualTo(2);
    assertThat(failed.err())
        .contains("left.csv, row 38, column a: the cell must be a number")
        .doesNotContain("SECRET");
    assertThat(shown.err()).contains("value: SECRETnumber");
  }

  @Test
  void law10AFigureHasAnUncertainty() throws IOException {
    String lines =
        """
        model: {width: 8}
        training: {epochs: 3, batch: 16, learning_rate: 0.01}
        split: {folds: 3, group: site}
        comparison: {candidates: [{baseline: prevalence}, {fusion: gated}]}
        """;
    Path data = folder.resolve("data");
    Path study = new LawsCohort().write(data, lines);
    Path output = folder.resolve("compared");
    CommandRun run = CommandRun.of("compare", study, "-o", output, "--metrics", "all");
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.out().replaceAll("[+-]?\\d\\.\\d{3} \\[([+-]?\\d\\.\\d{3}(, )?){2}]", "FIGURE"))
        .as("every metric and every difference has an interval")
        .contains("FIGURE")
        .doesNotContainPattern("\\d\\.\\d{3}");

    JsonNode tree = CommandRun.tree(Files.readString(output.resolve("comparison.json")));
    for (JsonNode candidate : tree.path("candidates")) {
      for (JsonNode metric : candidate.path("metrics")) {
        requireInterval(candidate.path("name").asString(), metric, tree.at("/split/folds"));
      }
    }
    Map<String, String> foldOfSite = new TreeMap<>();
    for (List<String> row : rows(Files.readString(output.resolve("out-of-fold.csv")), 1)) {
      int subject = Integer.parseInt(row.get(4).substring(1));
      String fold = foldOfSite.putIfAbsent("site" + (subject - 1) / 4, row.get(2));
      assertThat(fold == null || fold.equals(row.get(2)))
          .as("subjects of one site are judged together")
          .isTrue();
    }
    Path model = train("run", new LawsCohort().write(data, SMALL)).resolve("model.interfuse");
    for (JsonNode metric :
        CommandRun.of("evaluate", model, "--data", data, "--json").json().path("metrics")) {
      assertThat(metric.path("lower").asDouble(2)).isLessThan(metric.path("upper").asDouble(-2));
    }
  }

  /**
   * Mean over folds with Student's t on 2 degrees of freedom, corrected after Nadeau and Bengio.
   */
  private static void requireInterval(String candidate, JsonNode metric, JsonNode folds) {
    double[] values = new double[folds.size()];
    double ratio = 0;
    for (int f = 0; f < values.length; f++) {
      values[f] = metric.path("per_fold").get(f).asDouble();
      ratio +=
          folds.get(f).path("test").asDouble()
              / folds.get(f).path("train").asDouble()
              / values.length;
    }
    double mean = Arrays.stream(values).average().orElseThrow();
    double variance =
        Arrays.stream(values).map(value -> (value - mean) * (value - mean)).sum()
            / (values.length - 1);
    double half = 4.302652729749464 * Math.sqrt(variance * (1.0 / values.length + ratio));
    String what = candidate + ", " + metric.path("metric").asString();
    assertThat(metric.path("value").asDouble()).as(what).isCloseTo(mean, within(1e-9));
    double lower = metric.path("lower").asDouble(Double.NaN);
    double upper = metric.path("upper").asDouble(Double.NaN);
    // the ends are cut to the metric's range
    assertThat(lower).as(what).isGreaterThanOrEqualTo(mean - half - 1e-9).isLessThanOrEqualTo(mean);
    assertThat(upper).as(what).isLessThanOrEqualTo(mean + half + 1e-9).isGreaterThanOrEqualTo(mean);
    boolean inside =
        Math.abs(lower - (mean - half)) < 1e-9 || Math.abs(upper - (mean + half)) < 1e-9;
    assertThat(inside || lower == 0 && upper == 1).as(what).isTrue();
  }

  private Path train(String name, Path study, Object... options) {
    Path output = folder.resolve(name);
    List<Object> words = new ArrayList<>(List.of("train", study, "-o", output, "--quiet"));
    words.addAll(Arrays.asList(options));
    CommandRun run = CommandRun.of(words.toArray());
    assertThat(run.exit()).as(run.err()).isZero();
    return output;
  }

  private static List<List<String>> predictions(Path run, Path data, Object... options) {
    List<Object> words =
        new ArrayList<>(
            List.of("predict", run.resolve("model.interfuse"), "--data", data, "--quiet"));
    words.addAll(Arrays.asList(options));
    CommandRun predicted = CommandRun.of(words.toArray());
    assertThat(predicted.exit()).as(predicted.err()).isZero();
    return rows(predicted.out(), 0);
  }

  private static List<List<String>> rows(String csv, int skip) {
    return csv.lines().skip(skip).map(line -> Arrays.asList(line.split(",", -1))).toList();
  }

  /** What is said of a subject without a row in a file: nobody has that modality. */
  private static Object[] lacking(int subject) {
    List<Object> options = new ArrayList<>();
    if (subject % 4 == 0) {
      options.addAll(List.of("--without", "left"));
    }
    if (subject % 6 == 0) {
      options.addAll(List.of("--without", "right"));
    }
    return options.toArray();
  }

  private static Path withFusion(Path study, String type) throws IOException {
    String text = Files.readString(study).replaceFirst("fusion: [a-z-]+", "fusion: " + type);
    return Files.writeString(study, text);
  }

  private static void replace(Path file, String old, String now) throws IOException {
    String text = Files.readString(file);
    assertThat(text).contains(old);
    Files.writeString(file, text.replace(old, now));
  }

  private static List<List<String>> reversed(List<List<String>> rows) {
    Collections.reverse(rows);
    return rows;
  }

  private static List<List<String>> with(List<List<String>> rows, List<String> row) {
    List<List<String>> more = new ArrayList<>(rows);
    more.add(row);
    return more;
  }

  private static List<String> in(List<String> row, int column, String cell) {
    List<String> changed = new ArrayList<>(row);
    changed.set(column, cell);
    return changed;
  }

  private static boolean isTest(List<String> row) {
    return Integer.parseInt(row.get(0).substring(1)) % 3 == 0;
  }

  private static List<String> otherClassIfTest(List<String> row) {
    return isTest(row) ? in(row, 1, row.get(1).equals("ill") ? "well" : "ill") : row;
  }

  private static List<String> wildIfTest(List<String> row) {
    List<String> wild = in(row, 1, "77777");
    return isTest(row) ? row.size() > 3 ? in(wild, 3, "never seen") : wild : row;
  }

  /** What the fits of a comparison learned, epoch by epoch: losses, rates, choices. */
  private List<String> learned(Path study) throws IOException {
    Path output = study.resolveSibling("out");
    CommandRun run = CommandRun.of("compare", study, "-o", output, "--workers", 1, "--quiet");
    assertThat(run.exit()).as(run.err()).isZero();
    return Files.readAllLines(output.resolve("log.jsonl")).stream()
        .map(line -> line.replaceAll(",?\"(seconds|latency_ms)\":[^,}]*", ""))
        .toList();
  }

  /**
   * Outputs and gradients of a trained fusion, as bits, for a batch that covers every pattern of
   * presence, with {@code bytes} in the absent slots.
   */
  private static List<String> fused(FusionModel model, float bytes) {
    boolean[][] presence = {{true, true, false, true}, {true, false, true, true}};
    List<String> bits = new ArrayList<>();
    try (PointerScope scope = new PointerScope()) {
      List<Representation> representations = new ArrayList<>();
      for (int m = 0; m < 2; m++) {
        float[] values = new float[4 * 8];
        for (int i = 0; i < values.length; i++) {
          values[i] = presence[m][i / 8] ? (float) Math.sin(i + 40 * m) : bytes;
        }
        representations.add(
            Representation.pooled(
                Tensors.ofFloats(values, 4, 8), Tensors.ofBooleans(presence[m], 4)));
      }
      Tensor fused = model.fuse(representations, Pass.inference());
      bits.add(Arrays.toString(Tensors.toDoubles(fused.detach())));
      List<Parameter> parameters =
          model.parameters().all().stream().filter(p -> p.name().startsWith("fusion.")).toList();
      parameters.forEach(parameter -> parameter.value().mutable_grad().reset());
      if (!parameters.isEmpty()) {
        fused.mul(fused).sum().backward();
      }
      for (Parameter parameter : parameters) {
        Tensor gradient = parameter.value().grad();
        bits.add(
            parameter.name()
                + (gradient.defined() ? Arrays.toString(Tensors.toDoubles(gradient)) : " none"));
      }
    }
    return bits;
  }

  private static List<String> parameters(Path run) {
    try (TrainedModel model = ModelFile.read(run.resolve("model.interfuse"))) {
      return model.network().parts().stream()
          .flatMap(
              part ->
                  part.model().parameters().trained().stream()
                      .map(parameter -> "part." + part.name() + "." + parameter.name()))
          .toList();
    }
  }

  private static Map<String, ByteBuffer> tensors(Path run) throws IOException {
    Map<String, ByteBuffer> tensors = new TreeMap<>();
    try (SafetensorsReader reader = ModelArchive.read(run.resolve("model.interfuse"))) {
      for (TensorEntry tensor : reader.tensors()) {
        tensors.put(tensor.name(), reader.read(tensor.name()));
      }
    }
    return tensors;
  }

  private static double computeUntil(AtomicBoolean stop) {
    double sum = 0;
    for (long i = 0; !stop.get(); i++) {
      sum += Math.sqrt(i);
    }
    return sum;
  }
}
