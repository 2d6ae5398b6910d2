package org.interfuse.trees;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.interfuse.study.SpecCatalog;
import org.interfuse.study.StudyReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class TreesReferenceTest {
  private static final String INTRODUCTION =
      """
      # Baselines of the module trees

      Beside those of [the study reference](study.md), wherever a candidate names a baseline: why and how
      is in [decisions/boosted-trees.md](decisions/boosted-trees.md). This page is generated from the
      options themselves; a test holds it equal to them. After a change, write it anew with

          mvn -pl core,trees test -Dtest=TreesReferenceTest -Dinterfuse.reference=write \\
            -Dsurefire.failIfNoSpecifiedTests=false
      """;

  @Test
  @DisplayName("docs/baselines-trees.md is what the options say")
  void isUpToDate() throws IOException {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("trees/pom.xml"))) {
      folder = Objects.requireNonNull(folder.getParent(), "no folder holds trees/pom.xml");
    }
    Path page = folder.resolve("docs/baselines-trees.md");
    String generated = INTRODUCTION + baselines();
    if ("write".equals(System.getProperty("interfuse.reference"))) {
      Files.writeString(page, generated);
    }
    assertThat(Files.readString(page)).isEqualTo(generated);
  }

  private static String baselines() {
    String all = StudyReference.markdown(SpecCatalog.of(List.of(new BoostedTrees())));
    return all.substring(all.indexOf("\n## baseline: "));
  }
}
