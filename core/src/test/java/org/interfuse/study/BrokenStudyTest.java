package org.interfuse.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.interfuse.finding.FindingsException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each study in {@code study/broken} is rejected with exactly the text beside it, all at once. */
class BrokenStudyTest {
  static List<Path> broken() throws IOException {
    try (Stream<Path> files = Files.list(Resources.folder("study/broken"))) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("broken")
  void saysEverythingThatIsWrong(Path file) throws IOException {
    Path expected = file.resolveSibling(file.getFileName().toString().replace(".yaml", ".txt"));
    FindingsException rejected =
        catchThrowableOfType(FindingsException.class, () -> Study.read(file, TestSpecs.catalog()));
    assertThat(rejected).as("the study must be rejected").isNotNull();
    assertThat(rejected.getMessage()).isEqualTo(Files.readString(expected).stripTrailing());
    assertThat(rejected.getMessage())
        .doesNotContain("Exception", "org.", "java.", "tools.", "snake", "token", "scalar", "node");
  }

  @Test
  @DisplayName("a value that refers to itself is rejected, not followed for ever")
  void endsOnRecursion() {
    FindingsException rejected = reject("interfuse: 1\nmodel: &again {head: *again}\n");
    assertThat(rejected).hasMessageContaining("expected at most 64 levels and 100000 values");
  }

  @Test
  @DisplayName("aliases of aliases are not expanded without bound")
  void endsOnExpansion() {
    StringBuilder text = new StringBuilder("interfuse: 1\na0: &a0 [1, 1, 1, 1, 1, 1, 1, 1, 1]\n");
    for (int i = 1; i < 9; i++) {
      String alias = "*a" + (i - 1);
      text.append(
          "a%d: &a%d [%s]\n"
              .formatted(
                  i,
                  i,
                  String.join(
                      ", ",
                      List.of(alias, alias, alias, alias, alias, alias, alias, alias, alias))));
    }
    assertThat(reject(text.toString())).hasMessageContaining("at most 64 levels and 100000 values");
  }

  @Test
  void namesAMissingFile() {
    Path missing = Path.of("nowhere", "study.yaml");
    assertThat(catchThrowableOfType(FindingsException.class, () -> Study.read(missing)))
        .hasMessage(missing + ": expected a study file, UTF-8 text; found no file.");
  }

  private static FindingsException reject(String text) {
    return catchThrowableOfType(
        FindingsException.class, () -> Study.parse(text, "study.yaml", TestSpecs.catalog()));
  }
}
