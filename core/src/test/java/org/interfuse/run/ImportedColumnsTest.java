package org.interfuse.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What counts as a number in a file from elsewhere. */
class ImportedColumnsTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource({"0.5, 0.5", ".5, 0.5", "1., 1", "-3, -3", "+2e-3, 0.002", "1E5, 100000", "' 7 ', 7"})
  void decimalNumbersAreRead(String cell, double value) {
    assertThat(ImportedColumns.number(cell)).isEqualTo(value);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"1d", "0.5f", "0x1p3", "1,5", "one", "", ".", "1e", "--1"})
  void whatOnlyJavaReadsIsNoNumber(String cell) {
    assertThat(ImportedColumns.number(cell)).isNaN();
  }
}
