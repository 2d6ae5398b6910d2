package org.interfuse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Splits for others, predictions of others, and variations of our own. */
class CandidatesTest {
  private static final String VARIED =
      """
      split: {folds: 3}
      comparison:
        candidates: [{baseline: prevalence}, {name: elsewhere, predictions: theirs.csv}]
        vary: {model.width: [8, 4]}
      """;

  @TempDir Path folder;

  @Test
  void exportsSplitsAndTakesPredictionsBack() throws IOException {
    SmallCohort.write(folder);
    Path study = SmallCohort.study(folder, VARIED);
    Path splits = folder.resolve("splits");
    CommandRun export = CommandRun.of("compare", study, "--export-splits", splits, "--quiet");
    assertThat(export.exit()).as(export.err()).isZero();
    assertThat(export.out())
        .contains("3 folds, 180 rows.")
        .contains("repeat, fold, subject, probability well, probability ill");
    CommandRun json = CommandRun.of("compare", study, "--export-splits", splits, "--json");
    assertThat(json.json().path("rows").asInt()).isEqualTo(180);

    List<String> theirs =
        Files.readAllLines(splits.resolve("splits.csv")).stream()
            .filter(line -> line.endsWith(",test") || line.startsWith("repeat"))
            .map(line -> line.replace(",part", ",probability ill").replace(",test", ",0.25"))
            .toList();
    Files.write(folder.resolve("theirs.csv"), theirs);
    CommandRun check = CommandRun.of("check", study, "--quiet");
    assertThat(check.exit()).as(check.err()).isZero();
    assertThat(check.out()).contains("elsewhere");

    Path output = folder.resolve("run");
    CommandRun run = CommandRun.of("compare", study, "--quiet", "-o", output);
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.out()).contains("elsewhere", "0.500", "Variations of gated:", "gated, width=4");
    String first = run.out().substring(0, run.out().indexOf("Variations of"));
    assertThat(first).contains("gated *").doesNotContain("width=4");
    List<String> rows = Files.readAllLines(output.resolve("comparison.csv"));
    assertThat(rows.get(0)).endsWith(",value,lower,upper,model.width");
    assertThat(rows).anyMatch(row -> row.matches("\"gated, width=4\",.*,4"));
    assertThat(rows).anyMatch(row -> row.matches("elsewhere,.*,"));
    assertThat(Files.readString(output.resolve("report.html")))
        .contains("elsewhere (made elsewhere)")
        .contains("<h2 id=\"variations-heading\">Variations</h2>");
    CommandRun tree = CommandRun.of("compare", study, "--json");
    assertThat(tree.json().at("/candidates/0/varied/model.width").asString()).isEqualTo("8");
    assertThat(tree.json().at("/candidates/1/varied/model.width").asString()).isEqualTo("4");
    assertThat(tree.json().at("/candidates/3/predictions").asString()).isEqualTo("theirs.csv");
  }
}
