package org.interfuse.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Folds are sites of so many test subjects; x stands where a metric is undefined. */
final class ShownFoldsTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "30 20 40, 30 20 40",
    "30 1 40, - - 40",
    "1 2 30 40, - - - 40",
    "6 7 30 40, - - 30 40",
    "x9 5 30 40, - - - 40",
    "5 20, - -",
    "5, 5",
  })
  void aSiteOfFewFollowsFromNothing(String sizes, String expected) {
    String[] folds = sizes.split(" ", -1);
    int[] tested =
        Arrays.stream(folds).mapToInt(f -> Integer.parseInt(f.replace("x", ""))).toArray();
    double[] figures =
        Arrays.stream(folds)
            .mapToDouble(f -> f.startsWith("x") ? Double.NaN : Double.parseDouble(f))
            .toArray();
    double[] wanted =
        Arrays.stream(expected.split(" ", -1))
            .mapToDouble(f -> f.equals("-") ? Double.NaN : Double.parseDouble(f))
            .toArray();

    assertThat(ShownFolds.of(tested, figures, 10)).isEqualTo(wanted);
  }
}
