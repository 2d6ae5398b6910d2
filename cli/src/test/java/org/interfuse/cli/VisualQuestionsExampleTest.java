package org.interfuse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** {@code examples/visual-questions}, drawn small and trained briefly. */
class VisualQuestionsExampleTest {
  private static final Path EXAMPLE = CommandRun.root().resolve("examples/visual-questions");

  @TempDir Path folder;

  private void draw(Path target) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.awt.headless=true",
                EXAMPLE.resolve("Draw.java").toString(),
                target.toString(),
                "40")
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor()).as(said).isZero();
  }

  @Test
  void everyCandidateIsFitted() throws IOException, InterruptedException {
    draw(folder);
    String study = Files.readString(EXAMPLE.resolve("study.yaml"));
    Files.writeString(
        folder.resolve("study.yaml"),
        study.replace("epochs: 30", "epochs: 2").replace("folds: 3", "folds: 2"));

    CommandRun run = CommandRun.of("compare", folder.resolve("study.yaml"), "--json");

    assertThat(run.exit()).as(run.err()).isZero();
    JsonNode candidates = run.json().path("candidates");
    assertThat(candidates).hasSize(8);
    for (JsonNode candidate : candidates) {
      assertThat(candidate.path("failures")).as(candidate.path("name").asString()).isEmpty();
    }
  }

  @Test
  void theSameIsDrawnAgain() throws IOException, InterruptedException {
    draw(folder.resolve("one"));
    draw(folder.resolve("two"));

    for (String file : new String[] {"questions.csv", "images/00000.png", "images/00039.png"}) {
      assertThat(folder.resolve("one").resolve(file))
          .hasSameBinaryContentAs(folder.resolve("two").resolve(file));
    }
  }
}
