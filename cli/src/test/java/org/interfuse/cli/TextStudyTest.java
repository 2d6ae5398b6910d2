package org.interfuse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Notes beside a table, from files to predictions, through the command line. */
class TextStudyTest {
  private static final int SUBJECTS = 60;
  private static final String CANARY = "xanthocanary";

  @TempDir private Path folder;

  /** The note says the class by one of two words; every fifth subject has none. */
  private Path write(String name, String encoder, UnaryOperator<String> ofTest) throws IOException {
    Path data = Files.createDirectories(folder.resolve(name));
    SplittableRandom random = new SplittableRandom(11);
    StringBuilder cohort = new StringBuilder("id,class,age,part,note\n");
    for (int i = 0; i < SUBJECTS; i++) {
      boolean ill = random.nextBoolean();
      StringBuilder note = new StringBuilder("Seen on ward ").append(i % 4).append(".\n\"");
      for (int word = 0; word < 6; word++) {
        note.append("word").append(random.nextInt(12)).append(' ');
      }
      note.append(ill ? "pain" : "calm").append(" \" ").append(CANARY);
      String text = i % 5 == 0 ? "" : note.toString();
      boolean test = i % 3 == 0;
      cohort
          .append(
              "s%d,%s,%d,%s,"
                  .formatted(
                      i, ill ? "ill" : "well", 20 + random.nextInt(60), test ? "test" : "train"))
          .append('"')
          .append((test ? ofTest.apply(text) : text).replace("\"", "\"\""))
          .append("\"\n");
    }
    Files.writeString(data.resolve("cohort.csv"), cohort.toString());
    return Files.writeString(
        data.resolve("study.yaml"),
        """
        interfuse: 1
        study: notes
        cohort: {table: cohort.csv, target: {type: classification, column: class}}
        modalities:
          note: {source: text, columns: note, preprocessing: {longest: 12}, encoder: ENCODER}
          clinic: {columns: age}
        model: {width: 8, fusion: FUSION}
        training: {epochs: 12, batch: 16, learning_rate: 0.01, ensemble: 1}
        split: {column: part}
        """
            .replace("ENCODER", encoder)
            .replace("FUSION", encoder.contains("transformer") ? "cross-attention" : "concat"));
  }

  private static Path folderOf(Path study) {
    return java.util.Objects.requireNonNull(study.getParent());
  }

  private static CommandRun succeeds(Object... arguments) {
    CommandRun run = CommandRun.of(arguments);
    assertThat(run.exit()).as(run.err()).isZero();
    return run;
  }

  private static Map<String, String> predictions(CommandRun run) {
    Map<String, String> byId = new TreeMap<>();
    run.out().lines().skip(1).forEach(line -> byId.put(line.split(",")[0], line));
    return byId;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{type: bag-of-embeddings, width: 8, pairs: 50, token_dropout: 0.1}",
        "{type: text-transformer, width: 8, layers: 1, heads: 2}"
      })
  void aModelReadsNotesAndNewSubjectsWithoutThem(String encoder) throws IOException {
    Path study = write("data", encoder, note -> note);
    Path run = folder.resolve("run");
    succeeds("train", study, "-o", run);
    Path model = run.resolve("model.interfuse");

    Map<String, String> all = predictions(succeeds("predict", model, "--data", folderOf(study)));

    assertThat(all).hasSize(SUBJECTS);
    Map<String, String> without =
        predictions(succeeds("predict", model, "--data", folderOf(study), "--without", "note"));
    assertThat(without.get("s0")).as("has no note anyway").isEqualTo(all.get("s0"));
    assertThat(without.get("s1")).isNotEqualTo(all.get("s1"));

    Path others = write("others", encoder, note -> "Something else altogether, not read before!");
    Map<String, String> changed =
        predictions(succeeds("predict", model, "--data", folderOf(others)));
    assertThat(changed.get("s1")).as("of the training part").isEqualTo(all.get("s1"));
    assertThat(changed.get("s6")).isNotEqualTo(all.get("s6"));
  }

  /** Law 5: what stands in the notes of test subjects alone teaches nothing. */
  @Test
  void theVocabularyIsThatOfTheTrainingPart() throws IOException {
    String encoder = "{type: bag-of-embeddings, width: 8}";
    Path one = write("one", encoder, note -> note);
    Path other = write("other", encoder, note -> note.isEmpty() ? "" : "new new words words");
    succeeds("compare", one, "-o", folder.resolve("a"));
    succeeds("compare", other, "-o", folder.resolve("b"));

    List<String> left = Files.readAllLines(folder.resolve("a/out-of-fold.csv"));
    List<String> right = Files.readAllLines(folder.resolve("b/out-of-fold.csv"));

    assertThat(left).hasSameSizeAs(right);
    int compared = 0;
    for (int i = 0; i < left.size(); i++) {
      String line = left.get(i);
      if (line.contains("s15,") || line.contains("s30,") || line.contains("s45,")) {
        assertThat(right.get(i)).as("has no note").isEqualTo(line);
        compared++;
      }
    }
    assertThat(compared).isPositive();
  }

  @Test
  void checkSaysWhatIsReadAndNoNoteIsTold() throws IOException {
    Path study = write("data", "{type: bag-of-embeddings, width: 8}", note -> note);
    Files.writeString(
        study,
        Files.readString(study)
            + """
            comparison:
              candidates:
                - {baseline: linear, merge: early}
                - {baseline: linear, merge: late}
                - {strategy: unimodal, modality: note}
                - {fusion: gated}
            """);

    CommandRun check = succeeds("check", study);
    CommandRun compared = succeeds("compare", study, "-o", folder.resolve("compared"));
    succeeds("train", study, "-o", folder.resolve("run"));
    Path model = folder.resolve("run/model.interfuse");
    Path explanations = folder.resolve("explained");
    CommandRun explained =
        succeeds("explain", model, "--data", folderOf(study), "-o", explanations);
    CommandRun own = succeeds("explain", model, "--data", folderOf(study), "--subject", "s1");

    assertThat(check.out())
        .containsPattern("note: 48 texts, 12 blank, median 12 tokens, \\d+ texts cut to 12 tokens");
    assertThat(compared.out()).contains("linear (early)", "linear (late)", "unimodal note");
    assertThat(explained.out())
        .contains("Columns, by integrated gradients: the 1 largest.", "| clinic.age ")
        .contains("Without columns, so that nothing in them is told apart: note.")
        .doesNotContain("Words of");
    assertThat(own.out())
        .contains("Words of note: what the prediction loses without each.")
        .containsPattern("\\| word\\d+ +\\| +[+-]\\d")
        .contains("- the effect of a word or place is that of leaving out this one alone");
    List<String> told =
        new ArrayList<>(List.of(check.out(), compared.out(), explained.out(), own.err()));
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        boolean data = file.startsWith(folder.resolve("data"));
        if (!data && !file.toString().endsWith(".interfuse")) {
          told.add(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
        }
      }
    }
    assertThat(told).noneMatch(text -> text.contains(CANARY));
  }

  @Test
  void copiedNotesOnBothSidesOfAFoldAreFound() throws IOException {
    String copied = "The patient was seen, and seen again; nothing else is to be said of her.";
    Path study =
        write(
            "data",
            "{type: bag-of-embeddings, width: 8}",
            note -> note.isEmpty() ? "" : copied.toUpperCase(java.util.Locale.ROOT));
    Path table = study.resolveSibling("cohort.csv");
    Files.writeString(
        table,
        Files.readString(table)
            .replaceFirst("s1,([^\"]*)\"[^,]*\"\n", "s1,$1\"" + copied + "\"\n"));

    CommandRun check = succeeds("check", study);

    assertThat(check.out())
        .contains("texts that differ only in case, spaces, punctuation and links")
        .doesNotContain("seen again");
  }
}
