package org.interfuse.preprocessing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.interfuse.modality.TableData;
import org.interfuse.preprocessing.TablePreprocessing.Impute;
import org.interfuse.preprocessing.TablePreprocessing.Indicators;
import org.interfuse.preprocessing.TablePreprocessing.Scale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Against scikit-learn's SimpleImputer, StandardScaler, RobustScaler and QuantileTransformer;
 * {@code benchmarks/peers/preprocessing} says how the expected files were made.
 */
class TablePreprocessingPeerTest {
  private static final int[] TRAIN = IntStream.range(0, 30).toArray();

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "median-standard, MEDIAN, STANDARD",
    "mean-standard, MEAN, STANDARD",
    "median-robust, MEDIAN, ROBUST",
    "median-rank, MEDIAN, RANK",
    "log1p-standard, MEDIAN, LOG1P"
  })
  void figuresAreThePeers(String name, Impute impute, Scale scale) {
    float[] values = read("table.csv");
    List<Scale> steps = List.of(scale);
    if (scale == Scale.LOG1P) {
      steps = List.of(Scale.LOG1P, Scale.STANDARD);
      for (int index = 0; index < values.length; index++) {
        values[index] = Math.abs(values[index]);
      }
    }
    TableData table = TableData.ofNumbers(40, List.of("a", "b", "c", "d", "e"), values);
    TablePreprocessing options =
        new TablePreprocessing(impute, Indicators.NEVER, 0.05, steps, 0, 1, 0);

    Features features = options.fit("modalities.x.preprocessing", table, TRAIN).apply(table);

    float[] expected = read("expected-" + name + ".csv");
    for (int index = 0; index < expected.length; index++) {
      assertThat(features.numeric()[index])
          .as("row %d, column %d", index / 5, index % 5)
          .isCloseTo(expected[index], within(2e-5f));
    }
  }

  private static float[] read(String name) {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(
                    TablePreprocessingPeerTest.class.getResourceAsStream(name), name),
                StandardCharsets.UTF_8))) {
      List<String> cells =
          reader.lines().flatMap(line -> java.util.Arrays.stream(line.split(",", -1))).toList();
      float[] values = new float[cells.size()];
      for (int index = 0; index < values.length; index++) {
        values[index] = cells.get(index).isEmpty() ? Float.NaN : Float.parseFloat(cells.get(index));
      }
      return values;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
