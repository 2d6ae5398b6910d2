package org.interfuse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.interfuse.fusion.FusionSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class ProveTest {
  @TempDir Path folder;

  @Test
  void printsATableOfPartsAndProofs() {
    CommandRun run =
        CommandRun.of("prove", "--fusion", "gated", "--fusion", "mean", "--head", "regression");

    assertThat(run.exit()).as(run.out()).isZero();
    assertThat(run.out())
        .contains("| fusion ", "| head ", "| float64 | float32 | bfloat16 |")
        .contains("≤ 1e-10", "≤ 1e-5", "≤ 0.05", "> 1e-8")
        .contains("| gated tied=true ", "| gated tied=false ", "| mean ")
        .contains("930 / 930")
        .doesNotContain("| encoder", "| projection", "concat", "failed", "✗")
        .containsPattern("5 passed; [0-9.]+ s, seed 20260101[.]");
    assertThat(run.out().lines().filter(line -> line.endsWith("| passed |"))).hasSize(5);
  }

  @Test
  void printsEveryFigureAsJson() {
    CommandRun run = CommandRun.of("prove", "--encoder", "linear", "--seed", "5", "--json", "-q");

    JsonNode json = run.json();
    JsonNode part = json.at("/parts/0");
    assertThat(run.exit()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(json.path("seed").asLong()).isEqualTo(5);
    assertThat(json.path("passed").asInt()).isEqualTo(1);
    assertThat(json.path("failed").asInt()).isZero();
    assertThat(json.path("no_oracle").asInt()).isZero();
    assertThat(part.path("kind").asString()).isEqualTo("encoder");
    assertThat(part.at("/options/width").asString()).isEqualTo("6");
    assertThat(part.at("/parameters/0/declared").asLong()).isEqualTo(6 * (5 + 3 + 4 + 1));
    assertThat(part.at("/parameters/0/found").asLong()).isEqualTo(6 * (5 + 3 + 4 + 1));
    assertThat(part.at("/proofs/0/name").asString()).isEqualTo("outputs, float64");
    assertThat(part.at("/proofs/0/figure").asDouble()).isBetween(0.0, 1e-10);
    assertThat(part.at("/proofs/0/at_most").asDouble()).isEqualTo(1e-10);
    assertThat(part.path("proofs")).allSatisfy(proof -> assertThat(passed(proof)).isTrue());
  }

  private static boolean passed(JsonNode proof) {
    return proof.path("passed").asBoolean();
  }

  @Test
  void figuresDoNotDependOnTheNumberOfWorkers() {
    String[] command = {"prove", "--fusion", "gated", "--head", "cox", "--json"};

    assertThat(figures(command, "1")).isEqualTo(figures(command, "3"));
  }

  private static List<String> figures(String[] command, String workers) {
    List<Object> words = new ArrayList<>(List.of((Object[]) command));
    words.addAll(List.of("--workers", workers));
    List<String> figures = new ArrayList<>();
    for (JsonNode part : CommandRun.of(words.toArray()).json().path("parts")) {
      figures.add(part.path("name").asString() + part.path("proofs"));
    }
    return figures;
  }

  @Test
  void printsEveryProofOnRequest() {
    CommandRun run = CommandRun.of("prove", "--projection", "linear", "--details");

    assertThat(run.out())
        .contains("| where the figure arose")
        .contains("| projection linear | gradients of parameters |");
  }

  @Test
  void namesEveryUnknownPartWithTheNearest() {
    CommandRun run = CommandRun.of("prove", "--fusion", "gatted", "--head", "coks");

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .contains("--fusion: expected the name of one; found 'gatted'; nearest: gated, ")
        .contains("--head: expected the name of one; found 'coks'; nearest: cox, ");
  }

  @Test
  void provesAnOperatorOfSomebodyElse() throws Exception {
    CommandRun run = proveToy(0.5, true);

    assertThat(run.exit()).as(run.out()).isZero();
    assertThat(run.out()).contains("| half-sum ", "1 passed; ");
  }

  @Test
  void anOperatorWithoutOracleIsNotReportedAsPassed() throws Exception {
    CommandRun run = proveToy(0.5, false);

    assertThat(run.exit()).isZero();
    assertThat(run.out()).contains("| no oracle |", "1 no oracle; ").doesNotContain("passed");
  }

  @Test
  void aWrongOperatorFailsByName() throws Exception {
    CommandRun run = proveToy(0.25, true);

    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.out())
        .contains("| half-sum ", "0.5 ✗", "| failed |", "1 failed; ")
        .contains("failed: fusion half-sum: outputs, float64: 0.5, expected ≤ 1e-10; M = 2, ")
        .contains("failed: fusion half-sum: gradients of inputs: ")
        .contains("again: interfuse prove --fusion half-sum --seed 20260101");
  }

  @ParameterizedTest
  @ValueSource(strings = {"prove --fusion mean", "list", "check STUDY", "compare STUDY"})
  void aProviderThatDoesNotExistIsNamed(String command) throws Exception {
    Path services = Files.createDirectories(folder.resolve("META-INF/services"));
    Files.writeString(services.resolve(FusionSpec.class.getName()), "toy.Missing");
    Path study = Files.writeString(folder.resolve("study.yaml"), "interfuse: 1\n");

    CommandRun run = runWith(folder, command.replace("STUDY", study.toString()).split(" "));

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .contains("fusion: every class that a file META-INF/services/")
        .contains("found Provider toy.Missing not found, registered in file:")
        .contains("or take it off INTERFUSE_CLASSPATH.");
  }

  @Test
  void showsWhatIsExemptAndWhy() {
    CommandRun run = CommandRun.of("prove", "--fusion", "compact-bilinear");
    CommandRun tree = CommandRun.of("prove", "--fusion", "compact-bilinear", "--json");

    String reason = "columns of places that no product of features falls on multiply 0";
    assertThat(run.out())
        .containsOnlyOnce(
            "exempt from a gradient: fusion compact-bilinear: output.weight: " + reason);
    assertThat(tree.json().at("/parts/0/exempt/output.weight").asString()).isEqualTo(reason);
  }

  private CommandRun proveToy(double factor, boolean oracle) throws Exception {
    Path jar = ToyOperator.jar(folder, factor, oracle);
    return runWith(jar, "prove", "--fusion", "half-sum");
  }

  private static CommandRun runWith(Path classPath, String... words) throws Exception {
    Thread thread = Thread.currentThread();
    ClassLoader usual = thread.getContextClassLoader();
    URL[] path = {classPath.toUri().toURL()};
    try (URLClassLoader with = new URLClassLoader(path, usual)) {
      thread.setContextClassLoader(with);
      return CommandRun.of((Object[]) words);
    } finally {
      thread.setContextClassLoader(usual);
    }
  }
}
