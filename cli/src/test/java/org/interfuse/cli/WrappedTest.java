package org.interfuse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WrappedTest {
  @Test
  void wordsGoOnIndented() {
    assertThat(Wrapped.of("word ".repeat(25).strip()))
        .isEqualTo("word ".repeat(20).strip() + "\n " + " word".repeat(5) + "\n");
  }

  @Test
  void aFigureStaysWithItsInterval() {
    for (int before = 60; before < 110; before++) {
      String text =
          Wrapped.of("x".repeat(before) + " by 0.278 [-0.161, +0.718], or 3 [of these] 4.");

      assertThat(text).contains("0.278 [-0.161, +0.718]");
      assertThat(text.replaceAll("\\n? +", " "))
          .isEqualTo("x".repeat(before) + " by 0.278 [-0.161, +0.718], or 3 [of these] 4.\n");
    }
  }
}
