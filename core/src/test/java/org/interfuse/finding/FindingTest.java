package org.interfuse.finding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The one line that people read. */
final class FindingTest {
  @Test
  void aMessageEndsWithOneFullStop() {
    assertThat(Finding.of("a.csv", "it must hold numbers", "none").message())
        .isEqualTo("a.csv: it must hold numbers; found none.");
    assertThat(Finding.of("a.csv", "the file must be readable", "Permission denied.").message())
        .isEqualTo("a.csv: the file must be readable; found Permission denied.");
    assertThat(Finding.of("model", "it must fit the data", "", List.of("take fewer.")).message())
        .isEqualTo("model: it must fit the data; take fewer.");
    assertThat(Finding.of("x", "unknown key", "'y'", List.of("did you mean 'z'?")).message())
        .isEqualTo("x: unknown key; found 'y'; did you mean 'z'?");
    assertThat(Finding.of("x", "a name must be given", "").message())
        .isEqualTo("x: a name must be given.");
  }
}
