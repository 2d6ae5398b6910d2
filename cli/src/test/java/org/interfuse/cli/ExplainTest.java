package org.interfuse.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What a kept model's predictions rest on, from the command line. */
class ExplainTest {
  @TempDir static Path folder;
  private static Path data;
  private static Path study;
  private static Path model;

  @BeforeAll
  static void train() throws IOException {
    data = folder.resolve("data");
    study = SmallCohort.write(data);
    String text = Files.readString(study);
    Files.writeString(study, text.replace("epochs: 6", "epochs: 80, learning_rate: 0.02"));
    CommandRun run = CommandRun.of("train", study, "-o", folder.resolve("run"), "--quiet");
    assertThat(run.exit()).as(run.err()).isZero();
    model = folder.resolve("run").resolve("model.interfuse");
  }

  @Test
  void printsModalitiesColumnsWeightsAndWhatTheyDoNotShow() {
    CommandRun run = CommandRun.of("explain", model, study, "--top", 3);

    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.out())
        .startsWith("60 subjects\n5 of them have nothing the model reads")
        .contains("# class: probability of ill")
        .contains("mean |contribution| [95 %]")
        .contains("Columns, by integrated gradients: the 3 largest.")
        .contains("| left.a ")
        .contains("Contributions sum to prediction minus prior: largest relative gap ")
        .contains("Attributions sum to prediction minus that at the baseline for 55 of 55 subjects")
        .contains("gate of each modality")
        .contains("Jain and Wallace 2019")
        .doesNotContain("NOT within")
        .doesNotContainPattern("\\bs[0-9]+\\b");
    assertThat(run.err()).doesNotContainPattern("\\bs[0-9]+\\b");
  }

  @Test
  void theStudyOrTheFolderNameTheSameData() {
    CommandRun named = CommandRun.of("explain", model, study, "--quiet");
    CommandRun byHand = CommandRun.of("explain", model, "--data", data, "--quiet");

    assertThat(named.exit()).as(named.err()).isZero();
    assertThat(named.out()).isEqualTo(byHand.out());
    assertThat(named.err()).isEmpty();
  }

  @Test
  void jsonHoldsFiguresAndNoSubject() {
    CommandRun run = CommandRun.of("explain", model, study, "--json");
    JsonNode json = run.json();
    JsonNode output = json.at("/targets/0/outputs/0");

    assertThat(json.path("subjects").asInt()).isEqualTo(60);
    assertThat(json.path("by_prior").asInt()).isEqualTo(5);
    assertThat(output.path("name").asString()).isEqualTo("ill");
    double shares = 0;
    for (JsonNode modality : output.path("modalities")) {
      JsonNode size = modality.path("mean_absolute_contribution");
      assertThat(size.path("value").asDouble())
          .isBetween(size.path("lower").asDouble(), size.path("upper").asDouble());
      shares += modality.at("/share/value").asDouble();
    }
    assertThat(shares).isCloseTo(1, within(1e-9));
    assertThat(output.at("/columns/0/name").asString()).isEqualTo("left.a");
    assertThat(json.at("/targets/0/contributions/complete").asBoolean()).isTrue();
    assertThat(json.at("/targets/0/attributions/incomplete").asInt()).isZero();
    assertThat(json.at("/weights/0/columns")).hasSize(2);
    assertThat(json.path("cautions")).hasSize(5);
    assertThat(json.has("subject")).isFalse();
    assertThat(run.out()).doesNotContainPattern("\"s[0-9]+\"");
  }

  @Test
  void oneSubjectOnRequest() throws IOException {
    CommandRun text = CommandRun.of("explain", model, study, "--subject", "s4");
    JsonNode json =
        CommandRun.of("explain", model, study, "--subject", "s4", "--json").json().path("subject");
    JsonNode output = json.at("/targets/0/outputs/0");
    double sum = output.path("prior").asDouble();
    sum += output.at("/contributions/right").asDouble();

    assertThat(text.out()).contains("# Subject s4, class: probability of ill");
    assertThat(text.out()).containsPattern("\\| left +\\| +absent \\|");
    assertThat(json.path("present").toString()).isEqualTo("[\"right\"]");
    assertThat(output.at("/contributions/left").isNull()).isTrue();
    assertThat(sum).isCloseTo(output.path("prediction").asDouble(), within(1e-5));
    for (String line : Files.readAllLines(data.resolve("right.csv"))) {
      if (line.startsWith("s4,")) {
        assertThat(text.out()).doesNotContain(line.split(",")[1]);
      }
    }
  }

  @Test
  void aSubjectOfWhomNothingIsKnownHasThePrior() {
    CommandRun run = CommandRun.of("explain", model, study, "--subject", "s12");

    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.out()).contains("# Subject s12").contains("Weights: none");
  }

  @Test
  void groupsByAColumn() {
    CommandRun run = CommandRun.of("explain", model, study, "--by", "class");

    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.out()).containsPattern("class = ill, \\d+ subjects:");
    CommandRun unknown = CommandRun.of("explain", model, study, "--by", "clas");
    assertThat(unknown.exit()).isEqualTo(2);
    assertThat(unknown.err()).contains("clas").doesNotContain("\tat ");
  }

  @Test
  void mistakesAreNamed() throws IOException {
    CommandRun subject = CommandRun.of("explain", model, study, "--subject", "zq7");
    CommandRun shown = CommandRun.of("--show-values", "explain", model, study, "--subject", "zq7");
    CommandRun top = CommandRun.of("explain", model, study, "--top", 0);
    CommandRun noStudy = CommandRun.of("encode", model, "none.yaml", "-o", folder.resolve("x"));
    Path file = Files.writeString(folder.resolve("plain"), "mine");
    CommandRun unwritable = CommandRun.of("explain", model, study, "-o", file.resolve("x"));

    for (CommandRun run : List.of(subject, top, noStudy, unwritable)) {
      assertThat(run.exit()).isEqualTo(2);
      assertThat(run.out()).isEmpty();
      assertThat(run.err()).doesNotContain("\tat ");
    }
    assertThat(subject.err())
        .contains("--subject: expected the id of a subject; found none of that id")
        .doesNotContain("zq7");
    assertThat(shown.err()).contains("value: zq7");
    assertThat(top.err()).contains("'--top': expected 1 or more, but it is 0");
    assertThat(noStudy.err()).contains("none.yaml").contains("no file");
    assertThat(unwritable.err()).contains("plain");
    assertThat(file).hasContent("mine");
  }

  @Test
  void writesTheExplanationOfEverybody() throws IOException {
    Path out = folder.resolve("explained");
    CommandRun run = CommandRun.of("explain", model, study, "-o", out, "--format", "npy");

    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(names(out))
        .containsExactly(
            "attributions-class-ill.npy",
            "completeness.csv",
            "contributions.csv",
            "explanation.json",
            "features.csv",
            "subjects.csv",
            "weights.npy");
    assertThat(Files.readAllLines(out.resolve("contributions.csv")))
        .hasSize(61)
        .startsWith("subject,target,output,prior,left,right,prediction");
  }

  @Test
  void encodesEverybody() throws IOException {
    Path out = folder.resolve("encoded");
    CommandRun run = CommandRun.of("encode", model, study, "-o", out);
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.out())
        .startsWith(
            "60 subjects: subjects.csv, member-1/representation-left.csv,"
                + " member-1/representation-right.csv, member-1/fused.csv, member-2/")
        .endsWith(", member-2/fused.csv in " + out + "\n");
    List<String> fused = Files.readAllLines(out.resolve("member-2").resolve("fused.csv"));
    assertThat(fused).hasSize(61);
    assertThat(fused.get(0)).isEqualTo("subject,has left,has right,1,2,3,4,5,6,7,8");
    assertThat(fused.get(12)).isEqualTo("s12,0,0,,,,,,,,");
    CommandRun nowhere = CommandRun.of("encode", model, study);
    assertThat(nowhere.exit()).isEqualTo(2);
    assertThat(nowhere.err()).contains("--output");
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return new ArrayList<>(files.map(f -> String.valueOf(f.getFileName())).sorted().toList());
    }
  }
}
