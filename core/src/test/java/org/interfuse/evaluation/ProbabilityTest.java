package org.interfuse.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Nobody shall read 0.95 beside "cannot tell". */
class ProbabilityTest {
  @ParameterizedTest(name = "{0} is printed {1}")
  @CsvSource({
    "0, 0.00",
    "1, 1.00",
    "1e-17, 0.00",
    "0.126, 0.13",
    "0.9439, 0.94",
    "0.945, 0.945",
    "0.9496, 0.949",
    "0.94999999, 0.949",
    "0.95, 0.950",
    "0.954, 0.954",
    "0.957, 0.96"
  })
  void threeDigitsAroundWhatDecides(double probability, String text) {
    assertThat(Probability.text(probability)).isEqualTo(text);
  }
}
