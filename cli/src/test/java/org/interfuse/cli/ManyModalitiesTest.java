package org.interfuse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** More modalities than patterns are drawn for. Seed 5. */
class ManyModalitiesTest {
  @TempDir Path folder;

  @Test
  void saysWhyTheyAreNotExamined() throws IOException {
    SplittableRandom random = new SplittableRandom(5);
    List<String> cohort = new ArrayList<>(List.of("id,y"));
    StringBuilder modalities = new StringBuilder();
    for (int i = 0; i < 60; i++) {
      cohort.add("s%d,%s".formatted(i, random.nextBoolean() ? "yes" : "no"));
    }
    for (int m = 0; m < 11; m++) {
      List<String> rows = new ArrayList<>(List.of("id,x"));
      for (int i = 0; i < 60; i++) {
        rows.add("s%d,%.4f".formatted(i, random.nextDouble()));
      }
      Files.write(folder.resolve("m%d.csv".formatted(m)), rows);
      modalities.append("  m%d: {path: m%d.csv}\n".formatted(m, m));
    }
    Files.write(folder.resolve("cohort.csv"), cohort);
    Path study =
        Files.writeString(
            folder.resolve("study.yaml"),
            """
            interfuse: 1
            cohort: {table: cohort.csv, id: id, targets: {y: {type: classification, column: y}}}
            modalities:
            %smodel: {fusion: mean, width: 4}
            training: {epochs: 2, batch: 32, ensemble: 1}
            split: {folds: 2}
            comparison: {value: none, candidates: [{baseline: prevalence}, {fusion: mean}]}
            """
                .formatted(modalities));

    CommandRun run = CommandRun.of("compare", study, "--quiet", "-o", folder.resolve("run"));

    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.out())
        .contains(
            "Missing modalities and reliance: not examined: 11 modalities; patterns are drawn for"
                + " at most 10.");
    assertThat(Files.readString(folder.resolve("run/report.html")))
        .contains("Missing modalities: not examined: 11 modalities");
  }
}
